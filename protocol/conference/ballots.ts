import { z } from 'zod';
import { id } from '../ids.ts';
import { conferenceTimeMs, line, nothing } from './contract.ts';
import type { CommandContract } from './contract.ts';

export const choices = ['agree', 'disagree', 'abstain'] as const;
export const choice = z.enum(choices);
export type Choice = z.infer<typeof choice>;

/** Votes by weight. */
export const totals = z.strictObject({
  agree: z.int().min(0),
  disagree: z.int().min(0),
  abstain: z.int().min(0),
});
export type Totals = z.infer<typeof totals>;

export const ballotLimits = { question: 1_000, bodyVotes: 10_000_000, weight: 1_000_000 } as const;
export const ballotKinds = ['named', 'secret'] as const;
export const majorities = ['simple', 'two-thirds'] as const;
export const rulesForLateJoiners = ['excluded', 'included'] as const;

const weight = z.int().min(1).max(ballotLimits.weight);

/** How a ballot is held; fixed before it opens. */
export const ballotRules = z.strictObject({
  question: line(ballotLimits.question).min(1),
  /**
   * `secret`: only the totals are published and kept. Decision 0020 says what this hides, and from which
   * readers.
   */
  kind: z.enum(ballotKinds),
  /**
   * The share of the votes that must be cast, in percent: of the body's votes, or of the entitled ones if the
   * body's are not known.
   */
  quorumPercent: z.int().min(0).max(100),
  /** All votes of the body, by weight, including those of its absent members; null if they are not known. */
  bodyVotes: z.int().min(1).max(ballotLimits.bodyVotes).nullable().default(null),
  /** More than half, or at least two thirds, of the votes cast must agree. */
  majority: z.enum(majorities),
  /** Whether units that join while it is open may vote. */
  lateJoiners: z.enum(rulesForLateJoiners),
  chairVotes: z.boolean(),
  /** Weights of units whose vote does not count once, by the unit's id; only in named ballots. */
  weights: z.record(id, weight),
});
export type BallotRules = z.infer<typeof ballotRules>;

export const ballot = ballotRules.extend({
  id,
  phase: z.enum(['draft', 'open', 'closed', 'published']),
  /** Unit → weight. A unit is a site, or a participant that belongs to none. */
  entitled: z.record(id, weight),
  /** Unit → the participant that voted for it. */
  answered: z.record(id, id),
  /**
   * The sealed votes; of a secret ballot one sealed sum. Only the server that holds the key can open them.
   */
  box: z.array(z.string()),
  openedAt: conferenceTimeMs.nullable(),
  closedAt: conferenceTimeMs.nullable(),
  /** Once published. */
  totals: totals.nullable(),
  /** Once published, of a named ballot: unit → vote. */
  votes: z.record(id, choice).nullable(),
});
export type Ballot = z.infer<typeof ballot>;

const ballotOf = z.strictObject({ ballotId: id });

export const ballotCommands = {
  /** The client chooses the id, so a draft that is sent twice is stored once. */
  'ballot.draft': {
    payload: ballotRules
      .extend({
        ballotId: id,
        kind: ballotRules.shape.kind.default('named'),
        quorumPercent: ballotRules.shape.quorumPercent.default(50),
        majority: ballotRules.shape.majority.default('simple'),
        lateJoiners: ballotRules.shape.lateJoiners.default('excluded'),
        chairVotes: z.boolean().default(true),
        weights: ballotRules.shape.weights.default({}),
      })
      .refine(({ kind, weights }) => kind === 'named' || Object.keys(weights).length === 0, {
        path: ['weights'],
        message: 'a secret ballot has no weights',
      }),
    result: nothing,
    errors: ['conflict'],
  },
  /** Discards a draft, or a closed secret ballot with too few votes to be published. */
  'ballot.discard': { payload: ballotOf, result: nothing, errors: ['not-found', 'ballot-phase'] },
  'ballot.open': { payload: ballotOf, result: nothing, errors: ['not-found', 'ballot-phase'] },
  'ballot.cast': {
    payload: z.strictObject({ ballotId: id, choice }),
    result: nothing,
    errors: ['not-found', 'ballot-phase', 'not-entitled', 'voted-already'],
  },
  'ballot.close': { payload: ballotOf, result: nothing, errors: ['not-found', 'ballot-phase'] },
  /** A secret ballot needs at least three votes. */
  'ballot.publish': {
    payload: ballotOf,
    result: nothing,
    errors: ['not-found', 'ballot-phase', 'too-few-votes'],
  },
} as const satisfies Record<string, CommandContract>;

export const ballotEvents = {
  'ballot.drafted': ballotRules.extend({ ballotId: id }),
  'ballot.discarded': ballotOf,
  'ballot.opened': z.strictObject({ ballotId: id, entitled: z.record(id, weight) }),
  /** A unit has joined later, and the rules let it vote. */
  'ballot.entitled': z.strictObject({ ballotId: id, unit: id, weight }),
  /** A unit has voted. Its vote is sealed: only the server that holds the key can open it, at publication. */
  'ballot.answered': z.strictObject({
    ballotId: id,
    unit: id,
    participantId: id,
    sealed: z.string().max(500),
  }),
  'ballot.closed': ballotOf,
  'ballot.published': z.strictObject({
    ballotId: id,
    totals,
    votes: z.record(id, choice).nullable(),
  }),
} as const;
