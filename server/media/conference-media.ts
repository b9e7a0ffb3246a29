import type { OfficeLine } from '../../domain/media/budget.ts';
import type { SessionQuality } from '../../protocol/conference/quality.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { JoinedMedia, MediaRequest, MediaStopped, MediaUpdate } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';

/** How a participant's connection is told what it receives; the socket edge implements it. */
export interface MediaChannel {
  /** Resolves when the client has made its side ready; rejects where it does not answer in time or is gone. */
  update(update: MediaUpdate): Promise<void>;
  /** All its transports are gone: it should open them anew. */
  lost(): void;
  /** It is to move to another worker: to open its transports beside those that it has, and to say which of them carry. */
  moving(): void;
  /** The server takes nothing more of what it sends, or of one source of it, since it sent far too much. */
  stopped(stopped: MediaStopped): void;
}

export type MediaAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail?: string };

/** One connection's media: nothing that another connection made can be reached through it. */
export interface MediaSeat {
  /** What the client needs to begin; rejects where no worker runs. */
  begin(): Promise<JoinedMedia>;
  request(request: MediaRequest): Promise<MediaAnswer>;
  /** The connection is gone: its transports close. Idempotent, and without effect on a later connection of the same participant. */
  depart(): void;
}

/** The media of one live conference: it follows the state, whatever happens to workers and connections. */
export interface ConferenceMedia {
  /** Whether the workers can take one more without harm to those inside. */
  hasRoom(): boolean;
  /**
   * A connection has taken the participant's seat; what an earlier one of the same participant had is closed.
   * @param line what its office's line takes, where that is known
   */
  enter(participantId: ParticipantId, channel: MediaChannel, line?: OfficeLine): MediaSeat;
  /** @param isUrgent whether somebody waits for what it means for the media, as for a mute */
  stateChanged(state: ConferenceState, isUrgent: boolean): void;
  /** What each participant had of what it received, of those that have reported since this process hosts the conference. */
  quality(): readonly SessionQuality[];
  close(): Promise<void>;
}

export type OpenConferenceMedia = (conferenceId: ConferenceId) => ConferenceMedia;
