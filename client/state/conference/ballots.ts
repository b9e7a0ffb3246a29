import { allowed } from '../../../domain/conference/policy.ts';
import { isSeated, unitOf } from '../../../domain/conference/state.ts';
import { ballotProgress, ballotResult, mayVote } from '../../../domain/conference/topics/ballots.ts';
import type { BallotProgress } from '../../../domain/conference/topics/ballots.ts';
import { ballotLimits } from '../../../protocol/conference/ballots.ts';
import { isBlank } from '../../../protocol/conference/contract.ts';
import type { Ballot, BallotRules, Choice } from '../../../protocol/conference/ballots.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';

const byName = new Intl.Collator('vi', { numeric: true });

/** A unit's name with its parent's; the own name of a participant that votes for itself alone. */
export function votingUnitName({ participants }: ConferenceState, unit: string): string {
  const member = Object.values(participants).find(({ siteId }) => siteId === unit);
  return member?.siteName ?? participants[unit]?.name ?? unit;
}

/**
 * The result as a room can know it. A room has only its own unit's part of a ballot, so it cannot weigh the
 * entitled votes: without the body's number of votes it knows the totals, but not whether the quorum was met.
 */
export function verdictKnown(ballot: Ballot): ReturnType<typeof ballotResult> {
  const { totals, bodyVotes, quorumPercent } = ballot;
  if (!totals || (bodyVotes === null && quorumPercent > 0)) return undefined;
  const cast = totals.agree + totals.disagree + totals.abstain;
  const rest = Math.max(0, (bodyVotes ?? 0) - cast);
  return ballotResult({
    ...ballot,
    bodyVotes: null,
    entitled: { cast, rest },
    answered: { cast: ballot.id },
  });
}

/** One unit's vote as the list shows it, where it may be known. */
export interface UnitVote {
  readonly unit: string;
  readonly name: string;
  readonly weight: number;
  /** Null where the unit did not vote, or its choice may not be known. */
  readonly choice: Choice | null;
}

export interface BallotView {
  readonly ballot: Ballot;
  readonly progress: BallotProgress;
  /** Units that have not answered, by name. */
  readonly waitingFor: readonly string[];
  readonly result: ReturnType<typeof ballotResult>;
  /** Votes of a published named ballot; empty for any other. */
  readonly votes: readonly UnitVote[];
}

/**
 * Open ballots first, then closed, drafts and published, the latest first. Only chair
 * and secretary see drafts.
 */
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
  const named = (unit: string): string => votingUnitName(conference, unit);
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
  /**
   * The participant that has voted for the unit: this one or another of the unit; undefined while none has.
   */
  readonly votedBy: Participant | undefined;
}

/** Open ballots in which the own unit has a vote; those without its vote come first. */
export function voteCards(conference: ConferenceState, own: Participant): readonly VoteCard[] {
  if (!allowed('ballot.cast', own.role, conference.phase)) return [];
  const unit = unitOf(own);
  return Object.values(conference.ballots)
    .flatMap((ballot): readonly VoteCard[] => {
      const weight = ballot.entitled[unit];
      if (ballot.phase !== 'open' || weight === undefined || !mayVote(ballot, own)) return [];
      const voter = ballot.answered[unit];
      const votedBy = voter === undefined ? undefined : conference.participants[voter];
      return [{ ballot, unitName: votingUnitName(conference, unit), weight, votedBy }];
    })
    .toSorted(
      (a, b) =>
        Number(a.votedBy !== undefined) - Number(b.votedBy !== undefined) ||
        (a.ballot.openedAt ?? 0) - (b.ballot.openedAt ?? 0),
    );
}

/** How many ballots wait for the own vote; for chair and secretary, plus those that wait to be published. */
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

/** A new ballot in this session; it takes over the previous ballot's total of votes. */
export function nextBallot({ ballots }: ConferenceState): BallotRules {
  const latest = Object.values(ballots).at(-1);
  return { ...newBallot, bodyVotes: latest?.bodyVotes ?? null };
}

/** Total votes of the units that are present: the body has at least this many. */
export const votesHere = (
  conference: ConferenceState,
  rules: Pick<BallotRules, 'chairVotes' | 'weights' | 'kind'>,
): number =>
  unitsToVote(conference, rules).reduce(
    (sum, { unit }) => sum + (rules.kind === 'secret' ? 1 : (rules.weights[unit] ?? 1)),
    0,
  );

/** The typed rules in the form that the server takes; undefined where a field is missing or out of range. */
export function rulesTyped(typed: BallotRules): BallotRules | undefined {
  const weights =
    typed.kind === 'secret'
      ? {}
      : Object.fromEntries(Object.entries(typed.weights).filter(([, weight]) => weight !== 1));
  const { quorumPercent, bodyVotes } = typed;
  const question = typed.question.trim();
  const fits =
    !isBlank(question) &&
    question.length <= ballotLimits.question &&
    isWhole(quorumPercent, 0, 100) &&
    (bodyVotes === null || isWhole(bodyVotes, 1, ballotLimits.bodyVotes)) &&
    Object.values(weights).every((weight) => isWhole(weight, 1, ballotLimits.weight));
  return fits ? { ...typed, question, weights } : undefined;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** The units that would vote if the ballot opened now, by name: those that may be given a weight. */
export function unitsToVote(
  conference: ConferenceState,
  rules: Pick<BallotRules, 'chairVotes'>,
): readonly { readonly unit: string; readonly name: string }[] {
  const units = Object.values(conference.participants)
    .filter((participant) => isSeated(participant) && mayVote(rules, participant))
    .map(unitOf);
  return [...new Set(units)]
    .map((unit) => ({ unit, name: votingUnitName(conference, unit) }))
    .toSorted((a, b) => byName.compare(a.name, b.name));
}
