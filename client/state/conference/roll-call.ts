import { allowed } from '../../../domain/conference/policy.ts';
import type { RollEntry } from '../../../domain/conference/roll-call.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';

/**
 * A meeting's invitations as the roll call takes them; each is known there by the id of the
 * invited endpoint or person.
 */
export const invitedOf = ({ invitations }: Pick<MeetingDetail, 'invitations'>): readonly RollEntry[] =>
  invitations;

/**
 * Whether this participant counts heads during the roll call: rooms do, and delegates who
 * take part from elsewhere.
 */
export const mayReport = (conference: ConferenceState, own: Participant): boolean =>
  conference.rollCall.phase === 'open' &&
  (own.role === 'delegate' || own.kind === 'endpoint') &&
  allowed('rollCall.report', own.role, conference.phase);

/** Whether the page asks this participant for its count: until it has reported. */
export const isAskedToReport = (conference: ConferenceState, own: Participant): boolean =>
  mayReport(conference, own) && conference.rollCall.reports[own.id] === undefined;

/** A room's typed counts; undefined where one is not a number, or there are more delegates than people. */
export function reportTyped(
  headCount: string,
  delegates: string,
): { readonly headCount: number; readonly delegates: number } | undefined {
  const [heads, those] = [countTyped(headCount), countTyped(delegates)];
  return heads === undefined || those === undefined || those > heads
    ? undefined
    : { headCount: heads, delegates: those };
}

const countTyped = (text: string): number | undefined =>
  /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;
