import type { ShownPlan } from './shown-plan.ts';

/** Moves the meeting alone to another start; its length stays. */
export function moveTo({ rest, meeting, take }: ShownPlan, startsAtMs: number): Promise<boolean> {
  const endsAtMs = startsAtMs + meeting.endsAtMs - meeting.startsAtMs;
  const { id: meetingId, version } = meeting;
  return take(
    rest.call('meeting.change', { params: { meetingId }, version, body: { startsAtMs, endsAtMs } }),
  );
}
