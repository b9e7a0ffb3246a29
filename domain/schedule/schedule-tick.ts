import type { MeetingState } from '../../protocol/rest/meetings.ts';
import type { MeetingAction } from './transitions.ts';

export type ScheduleLimits = {
  /** How long before its start a conference opens. */
  readonly opensBeforeStartMs: number;
  /** How long after its planned end a conference that nobody ended is ended. */
  readonly endsAfterGraceMs: number;
};

/**
 * What time does to a meeting now, or undefined. It looks at instants only, so a clock that jumps, or a server that was
 * down over the moment, makes it late and never makes it twice.
 */
export function scheduleTick(
  meeting: { readonly state: MeetingState; readonly startsAtMs: number; readonly endsAtMs: number },
  now: number,
  { opensBeforeStartMs, endsAfterGraceMs }: ScheduleLimits,
): Extract<MeetingAction, 'open' | 'end' | 'lapse'> | undefined {
  const over = now >= meeting.endsAtMs + endsAfterGraceMs;
  switch (meeting.state) {
    case 'scheduled':
    case 'rehearsal-open':
      if (over) return 'lapse';
      return now >= meeting.startsAtMs - opensBeforeStartMs ? 'open' : undefined;
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
