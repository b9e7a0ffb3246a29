import { reopenWithinMs } from '../../../domain/reopening.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { Result } from '../../signaling/result.ts';

/** How long a session that ended then may still be opened again, ms; 0 once that time is over. */
export const leftToReopenMs = (endedAtMs: number, now: number): number =>
  Math.min(reopenWithinMs, Math.max(0, endedAtMs + reopenWithinMs - now));

/** What a page that is out of its session does after an answer. */
type Comeback = 'join' | 'wait' | 'give-up';

interface Question {
  /** When the page learned of the end, epoch ms; undefined if the session goes on without it. */
  readonly endedAtMs: number | undefined;
  /** When the page asked, epoch ms. */
  readonly askedAtMs: number;
  /** Whether no answer came before since the page is out. */
  readonly isFirst: boolean;
}

/**
 * Readmitted, invited again, signed in again, or the session is opened again: the page joins by itself. After
 * an end it gives up once it has asked too late for the session to be opened again.
 */
export function comeback(
  meeting: Result<Pick<MeetingDetail, 'state' | 'self'>>,
  { endedAtMs, askedAtMs, isFirst }: Question,
): Comeback {
  const hasEnded = endedAtMs !== undefined;
  if (meeting.ok && meeting.value.state === 'live' && meeting.value.self.role !== null)
    // For some seconds the plan may not know yet that the session has ended: a first answer does not count.
    return hasEnded && isFirst ? 'wait' : 'join';
  const isLate = hasEnded && leftToReopenMs(endedAtMs, askedAtMs) === 0;
  // After a passing fault it asks again: the session may have been opened in the last moment.
  return isLate && (meeting.ok || meeting.error.code === 'not-found') ? 'give-up' : 'wait';
}
