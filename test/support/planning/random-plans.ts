import fc from 'fast-check';
import type { PlanCommand } from '../../../domain/schedule/decide-plan/commands.ts';
import type { PlanActor } from '../../../domain/schedule/decide-plan/decision.ts';
import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import type { Mover } from '../../../domain/schedule/transitions.ts';
import { classification } from '../../../protocol/rest/meetings/meetings.ts';
import { reach } from '../../../protocol/rest/meetings/series.ts';
import { givenRole } from '../../../protocol/roles.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const morning = Date.UTC(2025, 2, 3, 1);

const idOf = (kind: number, n: number): string =>
  `01890a5d-ac96-774b-bcc${kind}-${n.toString(16).padStart(12, '0')}`;
export const accounts = [1, 2, 3].map((n) => idOf(1, n));
export const rooms = [1, 2, 3, 4].map((n) => idOf(2, n));
export const meetingIds = [1, 2, 3, 4].map((n) => idOf(3, n));
export const seriesId = idOf(4, 1);
export const siteId = idOf(5, 1);

/** A meeting alone, and three of a series, some of which need approval. */
export const firstPlans = (needsApproval: boolean): readonly MeetingWithInvitations[] =>
  meetingIds.map((id, n) => ({
    id,
    title: `Phiên ${n}`,
    description: '',
    startsAtMs: morning + n * day,
    endsAtMs: morning + n * day + 2 * hour,
    state: 'draft',
    classification: 'unclassified',
    admission: 'open',
    needsChair: false,
    chairOrder: [],
    siteId,
    preparationMinutes: 0,
    clearingMinutes: 0,
    overridesClashes: false,
    needsApproval,
    submittedByAccountId: null,
    returnReason: null,
    seriesId: n === 0 ? null : seriesId,
    occurrenceAtMs: n === 0 ? null : morning + n * day,
    departs: false,
    emergency: false,
    announced: false,
    openedAtMs: null,
    origin: null,
    cancelReason: null,
    recorded: false,
    agenda: [],
    version: 1,
    createdByAccountId: accounts[0] ?? '',
    createdAtMs: morning - 30 * day,
    updatedAtMs: morning - 30 * day,
    invitations: rooms.slice(0, 1).map((endpointId) => ({
      id: `${id} ${endpointId}`,
      endpointId,
      accountId: null,
      role: 'chair' as const,
      transferred: false,
      delegates: [],
    })),
  }));

/** One command at a moment. Times are relative, so that shorter sessions stay sensible. */
export interface PlanStep {
  /** Index of the meeting. */
  readonly of: number;
  readonly afterMs: number;
  readonly command:
    PlanCommand | { readonly type: 'withdraw-nth' | 'ask-nth' | 'hand-over-nth'; readonly nth: number };
  readonly mover: Mover;
  readonly account: number;
  readonly mayPlan: boolean;
  readonly mayOpen: boolean;
  readonly fromAbove: boolean;
  /** Decides on the version before the present one. */
  readonly isStale: boolean;
}

const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });

/** Only the keys that have a value: an edit has no key for what stays. */
const present = <T extends object>(edit: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const kept = {};
  for (const [key, value] of Object.entries(edit))
    if (value !== undefined) Object.assign(kept, { [key]: value });
  return kept;
};

/** An agenda with a script, some of whose speakers may not be invited. */
const scripted = (speakers: readonly string[]) => [
  {
    id: idOf(6, 1),
    title: 'Báo cáo',
    plannedMinutes: null,
    speakers: speakers.map((inviteeId) => ({ inviteeId, minutes: 5 })),
  },
];

const edit = fc
  .record({
    title: optional(fc.constantFrom('Giao ban', 'Họp khẩn')),
    startsAtMs: optional(fc.integer({ min: -2, max: 100 }).map((hours) => morning + hours * hour)),
    endsAtMs: optional(fc.integer({ min: -2, max: 900 }).map((hours) => morning + hours * hour)),
    classification: optional(fc.constantFrom(...classification.options)),
    recorded: optional(fc.boolean()),
    needsChair: optional(fc.boolean()),
    description: optional(fc.constantFrom('', 'Mới')),
    agenda: optional(fc.constantFrom(0, 1, 2, 3).map((count) => scripted(rooms.slice(0, count)))),
  })
  .map(present);

const peoplesCommand: fc.Arbitrary<PlanStep['command']> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('submit' as const, 'approve' as const).map((type) => ({ type })) },
  { weight: 4, arbitrary: fc.constantFrom('schedule' as const, 'open' as const).map((type) => ({ type })) },
  {
    weight: 2,
    arbitrary: optional(fc.integer({ min: 0, max: 20 })).map((minutes) => ({
      type: 'reopen' as const,
      endedAtMs: minutes === undefined ? null : morning + minutes * minute,
    })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'send-back' as const, reason: 'Thiếu tài liệu' }) },
  { weight: 1, arbitrary: fc.constant({ type: 'cancel' as const, reason: 'Bão' }) },
  { weight: 1, arbitrary: fc.constant({ type: 'close' as const }) },
  { weight: 4, arbitrary: edit.map((changes) => ({ type: 'edit' as const, edit: changes })) },
  {
    weight: 1,
    arbitrary: fc
      .shuffledSubarray([...rooms], { maxLength: 2 })
      .map((chairOrder) => ({ type: 'edit' as const, edit: { chairOrder } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .boolean()
      .map((overridesClashes) => ({ type: 'override-clashes' as const, overridesClashes })),
  },
  {
    weight: 3,
    arbitrary: fc
      .uniqueArray(
        fc.record({ inviteeId: fc.constantFrom(...rooms), role: fc.constantFrom(...givenRole.options) }),
        {
          maxLength: 3,
          selector: ({ inviteeId }) => inviteeId,
        },
      )
      .map((invitees) => ({
        type: 'invite' as const,
        invitees: invitees.map((each) => ({ kind: 'endpoint' as const, ...each })),
      })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('withdraw-nth' as const, 'ask-nth' as const, 'hand-over-nth' as const),
      nth: fc.integer({ min: 0, max: 3 }),
    }),
  },
);

const commandOf: Readonly<Record<Mover, fc.Arbitrary<PlanStep['command']>>> = {
  people: fc
    .tuple(peoplesCommand, optional(fc.constantFrom(...reach.options)))
    .map(([command, reaching]) => (reaching === undefined ? command : { ...command, reach: reaching })),
  clock: fc.constant({ type: 'pass-time' as const }),
  conference: fc.oneof(
    fc.constant({ type: 'end' as const }),
    fc
      .integer({ min: 1, max: 200 })
      .map((hours) => ({ type: 'extend' as const, endsAtMs: morning + hours * hour })),
  ),
};

const mover: fc.Arbitrary<Mover> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('people' as const) },
  { weight: 2, arbitrary: fc.constant('clock' as const) },
  { weight: 1, arbitrary: fc.constant('conference' as const) },
);
const seldom = fc.integer({ min: 0, max: 11 }).map((n) => n === 0);

const step: fc.Arbitrary<PlanStep> = mover.chain((by) =>
  fc.record({
    of: fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: meetingIds.length - 1 })),
    afterMs: fc.constantFrom(0, minute, hour, 12 * hour),
    command: fc.oneof(
      { weight: 12, arbitrary: commandOf[by] },
      { weight: 1, arbitrary: commandOf.people },
      { weight: 1, arbitrary: commandOf.clock },
    ),
    mover: fc.constant(by),
    account: fc.integer({ min: 0, max: accounts.length - 1 }),
    mayPlan: seldom.map((never) => !never),
    mayOpen: seldom.map((never) => !never),
    fromAbove: seldom.map((never) => !never),
    isStale: seldom,
  }),
);

export const anyPlanSession = fc.record({
  needsApproval: fc.boolean(),
  steps: fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
});

const limits = {
  rehearsalBeforeMs: 40 * minute,
  opensBeforeStartMs: 15 * minute,
  endsAfterGraceMs: 2 * hour,
};

/** The actor of a step, as the server would describe it. */
export function actorOf(
  taken: PlanStep,
  { version, submittedByAccountId }: MeetingWithInvitations,
): PlanActor {
  const knows = taken.isStale ? version - 1 : version;
  const accountId = accounts[taken.account] ?? '';
  switch (taken.mover) {
    case 'people': {
      const { mayPlan, mayOpen } = taken;
      const mayApprove = mayPlan && taken.fromAbove && submittedByAccountId !== accountId;
      return { mover: 'people', accountId, mayPlan, mayOpen, mayApprove, knows };
    }
    case 'clock':
      return { mover: 'clock', limits };
    case 'conference':
      return { mover: 'conference', knows: 'any' };
    default:
      return taken.mover satisfies never;
  }
}

/** The command of a step; its invitation is one of those that the meeting has at that moment. */
export function commandFor({ command }: PlanStep, { invitations }: MeetingWithInvitations): PlanCommand {
  if (!('nth' in command)) return command;
  const { type, nth, ...reaching } = command;
  const invitationId = invitations[nth]?.id ?? 'none';
  switch (type) {
    case 'withdraw-nth':
      return { type: 'withdraw', invitationId, ...reaching };
    case 'hand-over-nth':
      return { type: 'hand-over', invitationId, toAccountId: accounts[nth % 2] ?? '', ...reaching };
    case 'ask-nth':
      return {
        type: 'ask-delegates',
        invitationId,
        delegates: [{ name: 'Trần Văn An', position: 'Chủ tịch' }],
        ...reaching,
      };
    default:
      return type satisfies never;
  }
}
