import type { OfficeLine } from '../../domain/media/budget.ts';
import type { SessionQuality } from '../../protocol/conference/quality.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { JoinedMedia, MediaRequest, MediaStopped, MediaUpdate } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';

/** Notifies a participant's connection of what it receives; the socket edge implements it. */
export interface MediaChannel {
  /**
   * Resolves when the client has made its side ready. Rejects when the client does not
   * answer in time or is gone.
   */
  update(update: MediaUpdate): Promise<void>;
  /** All transports of the client are gone: it must open them again. */
  lost(): void;
  /**
   * The client must move to another worker: it opens transports beside its present ones, and reports
   * which of them carry media.
   */
  moving(): void;
  /** The client sent far too much: the server no longer accepts this source, or anything from it. */
  stopped(stopped: MediaStopped): void;
}

export type MediaAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail?: string };

/** One connection's media. Gives no access to anything that another connection made. */
export interface MediaSeat {
  /** Returns what the client needs to begin. Rejects when no worker runs. */
  begin(): Promise<JoinedMedia>;
  request(request: MediaRequest): Promise<MediaAnswer>;
  /**
   * The connection is gone: closes its transports. Idempotent, and without effect on a later connection
   * of the same participant.
   */
  depart(): void;
}

/** The media of one live conference: follows the state, whatever happens to workers and connections. */
export interface ConferenceMedia {
  /** Whether the workers can take one more participant without harm to the present ones. */
  hasRoom(): boolean;
  /**
   * A connection has taken the participant's seat; everything of an earlier connection of
   * this participant is closed.
   * @param line the capacity of its office's line, where known
   */
  enter(participantId: ParticipantId, channel: MediaChannel, line?: OfficeLine): MediaSeat;
  /** @param isUrgent whether people wait for the effect on the media, for example of a mute */
  stateChanged(state: ConferenceState, isUrgent: boolean): void;
  /**
   * The quality that each participant had; only participants that have reported since this
   * process hosts the conference.
   */
  quality(): readonly SessionQuality[];
  close(): Promise<void>;
}

export type OpenConferenceMedia = (conferenceId: ConferenceId) => ConferenceMedia;
