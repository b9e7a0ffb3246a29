import type { AgendaItem, Meeting } from '../../../domain/schedule/meeting.ts';
import type { Admission } from '../../../protocol/conference/presence.ts';
import type { PreparedSpeaker } from '../../../protocol/conference/script.ts';

/** An agenda item with its prepared speakers by name. */
export type ScriptedItem = Omit<AgendaItem, 'speakers'> & { readonly speakers: PreparedSpeaker[] };

/** What the plan of meetings needs from live conferences. */
export interface ConferenceRunner {
  /**
   * Opens the conference of a meeting, or resumes it if it is open already, also after a restart. Idempotent.
   * `elsewhere`: another server leads it, or is about to.
   * @param atOnce also where the conference falls to another server
   */
  open(
    meeting: {
      readonly id: string;
      readonly title: string;
      readonly classification: string;
      readonly admission: Admission;
      readonly needsChair: boolean;
      readonly startsAtMs: number;
      readonly endsAtMs: number;
      readonly agenda: readonly ScriptedItem[];
    },
    atOnce: boolean,
  ): Promise<'open' | 'over' | 'elsewhere'>;
  /**
   * While `act` runs, `open` opens the conference again if it has just ended.
   * @param act gets the end of the conference, epoch ms; null if it is not over or never opened
   */
  whileReopening<T>(meetingId: string, act: (endedAtMs: number | null) => Promise<T>): Promise<T>;
  /** Whether this server has the conference open. */
  hosts(meetingId: string): boolean;
  /** Whether the conference has ended, and nobody opens it again at this moment. */
  isOver(meetingId: string): Promise<boolean>;
  /** Ends the conference. Does nothing if it never opened or is over. */
  end(meetingId: string, reason: 'schedule' | 'cancelled'): Promise<void>;
}

/** The same for the clock of meetings, which opens them as they are planned. */
export interface PlanRunner extends Pick<ConferenceRunner, 'end' | 'isOver' | 'hosts'> {
  open(meeting: Meeting, atOnce: boolean): Promise<'open' | 'over' | 'elsewhere'>;
}
