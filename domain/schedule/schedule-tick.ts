import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { MeetingAction } from './transitions.ts';

export type ScheduleLimits = {
  /**
   * How long before the start the rehearsal opens; no rehearsal opens unless this is more than
   * `opensBeforeStartMs`.
   */
  readonly rehearsalBeforeMs: number;
  /** How long before its start a conference opens. */
  readonly opensBeforeStartMs: number;
  /** How long after its planned end the server ends a conference that is still live. */
  readonly endsAfterGraceMs: number;
};

/**
 * The action that is due for a meeting now, or undefined. It compares instants only: after a clock that
 * jumps, or a server that was down at the moment, the action is late, but never happens twice.
 */
export function scheduleTick(
  meeting: { readonly state: MeetingState; readonly startsAtMs: number; readonly endsAtMs: number },
  now: number,
  { rehearsalBeforeMs, opensBeforeStartMs, endsAfterGraceMs }: ScheduleLimits,
): Extract<MeetingAction, 'open-rehearsal' | 'open' | 'end' | 'lapse'> | undefined {
  const over = now >= meeting.endsAtMs + endsAfterGraceMs;
  switch (meeting.state) {
    case 'scheduled':
    case 'rehearsal-open':
      if (over) return 'lapse';
      if (now >= meeting.startsAtMs - opensBeforeStartMs) return 'open';
      return meeting.state === 'scheduled' && now >= meeting.startsAtMs - rehearsalBeforeMs
        ? 'open-rehearsal'
        : undefined;
    case 'live':
      return over ? 'end' : undefined;
    case 'draft':
    case 'submitted':
    case 'approved':
    case 'ended':
    case 'closed':
    case 'cancelled':
      return undefined;
    default:
      return meeting.state satisfies never;
  }
}
