import { choices } from '../../../protocol/conference/ballots.ts';
import type { Ballot, Choice, Totals } from '../../../protocol/conference/ballots.ts';
import type { TopicCommand } from '../../../protocol/commands.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { ConferenceEvent, TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { ownRole } from '../chair.ts';
import { without } from '../changes.ts';
import { accept, refuse } from '../decision.ts';
import type { BallotBox, Context, Decision } from '../decision.ts';
import { isSeated, unitOf } from '../state.ts';

export function decideBallots(
  state: ConferenceState,
  command: TopicCommand<'ballots'>,
  self: Participant,
  { box }: Context,
): Decision {
  const { ballotId } = command.payload;
  const ballot = state.ballots[ballotId];
  if (command.type === 'ballot.draft') {
    return ballot
      ? refuse('conflict', 'this id is already in use')
      : accept({ type: 'ballot.drafted', payload: command.payload });
  }
  if (!ballot) return refuse('not-found');
  switch (command.type) {
    case 'ballot.discard':
      if (ballot.phase !== 'draft' && !isTooSmall(ballot)) return refuse('ballot-phase');
      return accept({ type: 'ballot.discarded', payload: { ballotId } });
    case 'ballot.open':
      if (ballot.phase !== 'draft') return refuse('ballot-phase');
      return accept({ type: 'ballot.opened', payload: { ballotId, entitled: entitledNow(state, ballot) } });
    case 'ballot.cast':
      return cast(ballot, self, command.payload.choice, box);
    case 'ballot.close':
      if (ballot.phase !== 'open') return refuse('ballot-phase');
      return accept({ type: 'ballot.closed', payload: { ballotId } });
    case 'ballot.publish':
      if (ballot.phase !== 'closed') return refuse('ballot-phase');
      if (isTooSmall(ballot))
        return refuse('too-few-votes', `a secret ballot needs ${fewestSecretVotes} votes`);
      return accept({ type: 'ballot.published', payload: { ballotId, ...count(ballot, box) } });
    default:
      return command satisfies never;
  }
}

/**
 * With fewer votes the totals of a secret ballot reveal who voted what: with two, each voter knows the
 * other's vote.
 */
export const fewestSecretVotes = 3;

/** Whether a closed ballot can never be published, because its totals would reveal votes. */
export const isTooSmall = ({ kind, phase, answered }: Pick<Ballot, 'kind' | 'phase' | 'answered'>): boolean =>
  kind === 'secret' && phase === 'closed' && Object.keys(answered).length < fewestSecretVotes;

/** A secret ballot has no weights: the totals would reveal the vote of a unit with a weight of its own. */
const weightOf = ({ kind, weights }: Pick<Ballot, 'kind' | 'weights'>, unit: string): number =>
  kind === 'secret' ? 1 : (weights[unit] ?? 1);

/** One vote per unit: each unit with a delegate here, and the chair's unit if the chair votes. */
function entitledNow(state: ConferenceState, ballot: Ballot): Record<string, number> {
  const entitled: Record<string, number> = {};
  for (const participant of Object.values(state.participants)) {
    if (!isSeated(participant) || !mayVote(ballot, { role: ownRole(participant) })) continue;
    const unit = unitOf(participant);
    entitled[unit] = weightOf(ballot, unit);
  }
  return entitled;
}

export const mayVote = (
  { chairVotes }: Pick<Ballot, 'chairVotes'>,
  { role }: Pick<Participant, 'role'>,
): boolean => role === 'delegate' || (chairVotes && role === 'chair');

/** Entitles the units of newcomers in each open ballot that includes late joiners. */
export function entitlementOf(
  state: ConferenceState,
  newcomers: readonly Identity[],
): readonly ConferenceEvent[] {
  return Object.values(state.ballots)
    .filter(({ phase, lateJoiners }) => phase === 'open' && lateJoiners === 'included')
    .flatMap((ballot) => {
      const units = newcomers.filter((newcomer) => mayVote(ballot, newcomer)).map(unitOf);
      return [...new Set(units)]
        .filter((unit) => ballot.entitled[unit] === undefined)
        .map((unit): ConferenceEvent => ({
          type: 'ballot.entitled',
          payload: { ballotId: ballot.id, unit, weight: weightOf(ballot, unit) },
        }));
    });
}

function cast(ballot: Ballot, self: Participant, choice: Choice, box: BallotBox): Decision {
  if (ballot.phase !== 'open') return refuse('ballot-phase');
  const unit = unitOf(self);
  const weight = ballot.entitled[unit];
  if (weight === undefined || !mayVote(ballot, { role: ownRole(self) })) return refuse('not-entitled');
  if (ballot.answered[unit] !== undefined) return refuse('voted-already');
  const content =
    ballot.kind === 'named' ? namedVote(unit, choice) : sum(add(secretTotals(ballot, box), choice, weight));
  const sealed = box.seal(ballot.id, content);
  return accept({
    type: 'ballot.answered',
    payload: { ballotId: ballot.id, unit, participantId: self.id, sealed },
  });
}

/**
 * Opens the box. A named ballot yields its votes; a secret one yields only their sum, since the box contains
 * nothing else.
 */
function count(ballot: Ballot, box: BallotBox): { totals: Totals; votes: Record<string, Choice> | null } {
  if (ballot.kind === 'secret') return { totals: secretTotals(ballot, box), votes: null };
  const votes: Record<string, Choice> = {};
  let totals = nothingCast;
  for (const sealed of ballot.box) {
    const { unit, choice } = readNamedVote(box.open(ballot.id, sealed));
    votes[unit] = choice;
    totals = add(totals, choice, ballot.entitled[unit] ?? 0);
  }
  return { totals, votes };
}

const nothingCast: Totals = { agree: 0, disagree: 0, abstain: 0 };
const add = (totals: Totals, choice: Choice, weight: number): Totals => ({
  ...totals,
  [choice]: totals[choice] + weight,
});

// The content to seal has the same length for every choice, since a sealed text shows its length.

const letters = { agree: 'A', disagree: 'D', abstain: '-' } as const satisfies Record<Choice, string>;
const namedVote = (unit: string, choice: Choice): string => `${letters[choice]}${unit}`;

function readNamedVote(content: string): { unit: string; choice: Choice } {
  const choice = choices.find((each) => letters[each] === content[0]);
  if (choice === undefined) throw new Error('a sealed vote cannot be read');
  return { unit: content.slice(1), choice };
}

const digits = 12;
const sum = (totals: Totals): string =>
  choices.map((each) => String(totals[each]).padStart(digits, '0')).join('');

function secretTotals(ballot: Ballot, box: BallotBox): Totals {
  const [sealed] = ballot.box;
  if (sealed === undefined) return nothingCast;
  const content = box.open(ballot.id, sealed);
  const [agree = NaN, disagree = NaN, abstain = NaN] = choices.map((_, index) =>
    Number(content.slice(index * digits, (index + 1) * digits)),
  );
  if (![agree, disagree, abstain].every(Number.isSafeInteger)) throw new Error('a sealed sum cannot be read');
  return { agree, disagree, abstain };
}

export interface BallotProgress {
  /** How many units may vote, and how many of them have. */
  readonly entitled: number;
  readonly answered: number;
  /** The same counts by weight. */
  readonly entitledWeight: number;
  readonly answeredWeight: number;
  /** Units that have not answered yet. */
  readonly waitingFor: readonly string[];
  /**
   * The weight that `quorumPercent` refers to: that of the whole body if it is known, otherwise that of the
   * entitled units.
   */
  readonly quorumOfWeight: number;
  readonly quorumReached: boolean;
}

const weigh = (entries: readonly (readonly [string, number])[]): number =>
  entries.reduce((total, [, weight]) => total + weight, 0);

/** How many units have voted. It reveals nothing about their votes. */
export function ballotProgress(ballot: Ballot): BallotProgress {
  const units = Object.entries(ballot.entitled);
  const answered = units.filter(([unit]) => ballot.answered[unit] !== undefined);
  const [entitledWeight, answeredWeight] = [weigh(units), weigh(answered)];
  // The body has at least the votes of the entitled units, whatever number was entered.
  const quorumOfWeight = Math.max(ballot.bodyVotes ?? 0, entitledWeight);
  return {
    entitled: units.length,
    answered: answered.length,
    entitledWeight,
    answeredWeight,
    waitingFor: units.filter(([unit]) => ballot.answered[unit] === undefined).map(([unit]) => unit),
    quorumOfWeight,
    quorumReached: quorumOfWeight > 0 && answeredWeight * 100 >= quorumOfWeight * ballot.quorumPercent,
  };
}

/** The result of a published ballot; undefined before it is published. Abstentions count as votes cast. */
export function ballotResult(ballot: Ballot): 'carried' | 'rejected' | 'no-quorum' | undefined {
  if (!ballot.totals) return undefined;
  if (!ballotProgress(ballot).quorumReached) return 'no-quorum';
  const { agree, disagree, abstain } = ballot.totals;
  const votes = agree + disagree + abstain;
  const carried = ballot.majority === 'simple' ? agree * 2 > votes : votes > 0 && agree * 3 >= votes * 2;
  return carried ? 'carried' : 'rejected';
}

export function foldBallots(state: ConferenceState, event: TopicEvent<'ballots'>): ConferenceState {
  const { ballotId } = event.payload;
  const changed = (changes: (ballot: Ballot) => Partial<Ballot>): ConferenceState => {
    const ballot = state.ballots[ballotId];
    if (!ballot) return state;
    return { ...state, ballots: { ...state.ballots, [ballotId]: { ...ballot, ...changes(ballot) } } };
  };
  switch (event.type) {
    case 'ballot.drafted': {
      const { ballotId: id, ...rules } = event.payload;
      const drafted: Ballot = {
        id,
        ...rules,
        phase: 'draft',
        entitled: {},
        answered: {},
        box: [],
        openedAt: null,
        closedAt: null,
        totals: null,
        votes: null,
      };
      return { ...state, ballots: { ...state.ballots, [id]: drafted } };
    }
    case 'ballot.discarded':
      return { ...state, ballots: without(state.ballots, ballotId) };
    case 'ballot.opened': {
      const { entitled } = event.payload;
      return changed(() => ({ phase: 'open', entitled, openedAt: event.at }));
    }
    case 'ballot.entitled': {
      const { unit, weight } = event.payload;
      return changed(({ entitled }) => ({ entitled: { ...entitled, [unit]: weight } }));
    }
    case 'ballot.answered': {
      const { unit, participantId, sealed } = event.payload;
      return changed(({ kind, box, answered }) => ({
        answered: { ...answered, [unit]: participantId },
        box: kind === 'named' ? [...box, sealed] : [sealed],
      }));
    }
    case 'ballot.closed':
      return changed(() => ({ phase: 'closed', closedAt: event.at }));
    case 'ballot.published': {
      const { totals, votes } = event.payload;
      return changed(() => ({ phase: 'published', totals, votes, box: [] }));
    }
    default:
      return event satisfies never;
  }
}
