import { z } from 'zod';
import { id } from '../ids.ts';
import { conferenceTimeMs, line, nothing } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** What a room reports about itself. */
const report = z.strictObject({
  /** People in the room. */
  headCount: z.int().min(0).max(10_000),
  /** How many of them were invited by name or office. */
  delegates: z.int().min(0).max(10_000),
});

export const rollCallState = z.strictObject({
  phase: z.enum(['none', 'open', 'closed']),
  openedAt: conferenceTimeMs.nullable(),
  closedAt: conferenceTimeMs.nullable(),
  reports: z.record(id, report.extend({ at: conferenceTimeMs })),
  /** Invitees that will not come, with the reason. */
  excused: z.record(id, z.string()),
});
export type RollCallState = z.infer<typeof rollCallState>;

const excuse = z.strictObject({ inviteeId: id, reason: line(300).min(1) });

export const rollCallCommands = {
  'rollCall.open': { payload: nothing, result: nothing, errors: [] },
  'rollCall.close': { payload: nothing, result: nothing, errors: [] },
  'rollCall.report': { payload: report, result: nothing, errors: ['roll-call-closed'] },
  /** Notes why an invited endpoint or account is absent. */
  'rollCall.excuse': { payload: excuse, result: nothing, errors: ['not-found'] },
} as const satisfies Record<string, CommandContract>;

export const rollCallEvents = {
  'rollCall.opened': nothing,
  'rollCall.closed': nothing,
  'rollCall.reported': report.extend({ participantId: id }),
  'rollCall.excused': excuse,
} as const;
