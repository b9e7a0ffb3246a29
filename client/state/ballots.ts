import { allowed } from '../../domain/conference/policy.ts';
import { isSeated, unitOf } from '../../domain/conference/state.ts';
import { ballotProgress, ballotResult, mayVote } from '../../domain/conference/topics/ballots.ts';
import type { BallotProgress } from '../../domain/conference/topics/ballots.ts';
import { ballotRules } from '../../protocol/conference/ballots.ts';
import type { Ballot, BallotRules, Choice } from '../../protocol/conference/ballots.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';

const byName = new Intl.Collator('vi', { numeric: true });

/** A unit by its name with its parent's; what votes for itself alone, by its own name. */
export function unitName({ participants }: ConferenceState, unit: string): string {
  const member = Object.values(participants).find(({ siteId }) => siteId === unit);
  return member?.siteName ?? participants[unit]?.name ?? unit;
}

/** One unit's vote where it may be known, as the list shows it. */
export interface UnitVote {
  readonly unit: string;
  readonly name: string;
  readonly weight: number;
  /** Null where it did not vote, or nobody may know what. */
  readonly choice: Choice | null;
}

export interface BallotView {
  readonly ballot: Ballot;
  readonly progress: BallotProgress;
  /** Who has not answered, by name. */
  readonly waitingFor: readonly string[];
  readonly result: ReturnType<typeof ballotResult>;
  /** Of a published named ballot; empty for any other. */
  readonly votes: readonly UnitVote[];
}

/** What is under way first, then what is prepared, then the past, latest first. Only who leads sees drafts. */
export function ballotViews(conference: ConferenceState, own: Participant): readonly BallotView[] {
  const seesDrafts = allowed('ballot.draft', own.role, conference.phase);
  const order: readonly Ballot['phase'][] = ['open', 'closed', 'draft', 'published'];
  return Object.values(conference.ballots)
    .filter(({ phase }) => phase !== 'draft' || seesDrafts)
    .toSorted(
      (a, b) =>
        order.indexOf(a.phase) - order.indexOf(b.phase) ||
        (b.openedAt ?? 0) - (a.openedAt ?? 0) ||
        (a.id < b.id ? -1 : 1),
    )
    .map((ballot) => viewOf(conference, ballot));
}

function viewOf(conference: ConferenceState, ballot: Ballot): BallotView {
  const progress = ballotProgress(ballot);
  const { votes } = ballot;
  const named = (unit: string): string => unitName(conference, unit);
  return {
    ballot,
    progress,
    waitingFor: progress.waitingFor.map(named).toSorted(byName.compare),
    result: ballotResult(ballot),
    votes: votes
      ? Object.entries(ballot.entitled)
          .map(([unit, weight]) => ({ unit, name: named(unit), weight, choice: votes[unit] ?? null }))
          .toSorted((a, b) => byName.compare(a.name, b.name))
      : [],
  };
}

/** A ballot in which the own unit votes. */
export interface VoteCard {
  readonly ballot: Ballot;
  readonly unitName: string;
  readonly weight: number;
  /** Who has voted for the unit, be it this participant or another of it; undefined while nobody has. */
  readonly votedBy: Participant | undefined;
}

/** Open ballots that the own unit has a vote in, those that wait for it first. */
export function voteCards(conference: ConferenceState, own: Participant): readonly VoteCard[] {
  if (!allowed('ballot.cast', own.role, conference.phase)) return [];
  const unit = unitOf(own);
  return Object.values(conference.ballots)
    .flatMap((ballot): readonly VoteCard[] => {
      const weight = ballot.entitled[unit];
      if (ballot.phase !== 'open' || weight === undefined || !mayVote(ballot, own)) return [];
      const voter = ballot.answered[unit];
      const votedBy = voter === undefined ? undefined : conference.participants[voter];
      return [{ ballot, unitName: unitName(conference, unit), weight, votedBy }];
    })
    .toSorted(
      (a, b) =>
        Number(a.votedBy !== undefined) - Number(b.votedBy !== undefined) ||
        (a.ballot.openedAt ?? 0) - (b.ballot.openedAt ?? 0),
    );
}

/** How many ballots wait for the own vote; for those who lead, also how many wait to be published. */
export function ballotNews(own: Participant, conference: ConferenceState): number {
  const unanswered = voteCards(conference, own).filter(({ votedBy }) => votedBy === undefined).length;
  const leads = allowed('ballot.publish', own.role, conference.phase);
  const unpublished = Object.values(conference.ballots).filter(({ phase }) => phase === 'closed').length;
  return unanswered + (leads ? unpublished : 0);
}

export const newBallot: BallotRules = {
  question: '',
  kind: 'named',
  quorumPercent: 50,
  bodyVotes: null,
  majority: 'simple',
  lateJoiners: 'excluded',
  chairVotes: true,
  weights: {},
};

/** A new ballot in this session: the body is the one of the ballot before it. */
export function nextBallot({ ballots }: ConferenceState): BallotRules {
  const latest = Object.values(ballots).at(-1);
  return { ...newBallot, bodyVotes: latest?.bodyVotes ?? null };
}

/** How many votes the units have that are here: less than that no body has. */
export const votesHere = (
  conference: ConferenceState,
  rules: Pick<BallotRules, 'chairVotes' | 'weights' | 'kind'>,
): number =>
  unitsToVote(conference, rules).reduce(
    (sum, { unit }) => sum + (rules.kind === 'secret' ? 1 : (rules.weights[unit] ?? 1)),
    0,
  );

/** What was typed, as the server takes it; undefined where something is missing or out of range. */
export function rulesTyped(typed: BallotRules): BallotRules | undefined {
  const weights =
    typed.kind === 'secret'
      ? {}
      : Object.fromEntries(Object.entries(typed.weights).filter(([, weight]) => weight !== 1));
  const parsed = ballotRules.safeParse({ ...typed, weights });
  return parsed.success ? parsed.data : undefined;
}

/** The units that would vote, were it opened now, by name: those that may be given a weight. */
export function unitsToVote(
  conference: ConferenceState,
  rules: Pick<BallotRules, 'chairVotes'>,
): readonly { readonly unit: string; readonly name: string }[] {
  const units = Object.values(conference.participants)
    .filter((participant) => isSeated(participant) && mayVote(rules, participant))
    .map(unitOf);
  return [...new Set(units)]
    .map((unit) => ({ unit, name: unitName(conference, unit) }))
    .toSorted((a, b) => byName.compare(a.name, b.name));
}
