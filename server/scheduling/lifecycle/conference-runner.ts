import type { AgendaItem } from '../../../domain/schedule/meeting.ts';
import type { Admission } from '../../../protocol/conference/presence.ts';

/** What the plan of meetings needs from live conferences. */
export interface ConferenceRunner {
  /**
   * Opens the conference of a meeting, or resumes it if it is open already, also after a restart. Idempotent.
   * @returns false if the conference is over
   */
  open(meeting: {
    readonly id: string;
    readonly title: string;
    readonly classification: string;
    readonly admission: Admission;
    readonly startsAtMs: number;
    readonly endsAtMs: number;
    readonly agenda: readonly AgendaItem[];
  }): Promise<boolean>;
  /** Ends the conference. Does nothing if it never opened or is over. */
  end(meetingId: string, reason: 'schedule' | 'cancelled'): Promise<void>;
}
