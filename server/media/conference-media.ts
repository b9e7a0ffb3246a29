import type { OfficeLine } from '../../domain/media/budget.ts';
import type { SessionQuality } from '../../protocol/conference/quality.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type {
  HeldMedia,
  JoinedMedia,
  MediaRequest,
  MediaStopped,
  MediaUpdate,
} from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { Led } from './media-bridge.ts';

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
  /** Something came over the connection. */
  heard(): void;
  /**
   * The connection is gone: closes its transports. Those on a bridge that is away stay for a while: participant and
   * bridge may be behind the same cut line. Idempotent, and without effect on a later connection of the same participant.
   */
  depart(): void;
}

/** What a connection brings along. */
export interface Arrival {
  /** The capacity of its office's line, where known. */
  readonly line?: OfficeLine | undefined;
  /** What its client still has of an earlier connection. */
  readonly held?: HeldMedia | undefined;
}

/** The media of one live conference: follows the state, whatever happens to workers and connections. */
export interface ConferenceMedia {
  /**
   * How long media that an earlier process opened may go on without its participants; 0 where media ends with the
   * process.
   */
  readonly outlivesMs: number;
  /** Whether the workers can take this participant without harm to the present ones. */
  hasRoom(participantId: ParticipantId): boolean;
  /**
   * A connection has taken the participant's seat. What it still holds of media that nobody has is its own again;
   * everything else of an earlier connection of this participant is closed.
   */
  enter(participantId: ParticipantId, channel: MediaChannel, arrival?: Arrival): MediaSeat;
  /** @param isUrgent whether people wait for the effect on the media, for example of a mute */
  stateChanged(state: ConferenceState, isUrgent: boolean): void;
  /**
   * The quality that each participant had; only participants that have reported since this
   * process hosts the conference.
   */
  quality(): readonly SessionQuality[];
  /** The conference is over: closes everything. */
  close(): Promise<void>;
  /** This process no longer leads the conference: leaves its media to the next one, where that can go on. */
  letGo(): Promise<void>;
}

export type OpenConferenceMedia = (led: Led) => ConferenceMedia;
