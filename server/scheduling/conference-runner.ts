import type { Admission } from '../../protocol/conference/presence.ts';
import type { AgendaItem } from './meeting-repository.ts';

/** What meetings need of live conferences. */
export interface ConferenceRunner {
  /**
   * Opens the conference of a meeting, or goes on with it where it is open already, be it from before a restart.
   * Doing it again does nothing.
   * @returns false where the conference is over
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
  /** Ends the conference; one that never opened or is over stays as it is. */
  end(meetingId: string, reason: 'schedule' | 'cancelled'): Promise<void>;
}
