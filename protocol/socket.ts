import { z } from 'zod';
import { wireError } from './errors.ts';
import type { WireError } from './errors.ts';
import type { LoggedEvent } from './events.ts';
import type { MediaStopped, MediaUpdate } from './media.ts';
import { participant } from './state.ts';

/** The version of this contract. The server refuses a client of another version with `invalid-request`. */
export const protocolVersion = 10;

/**
 * What the client presents when it connects (socket.io's `auth`): a join token that names one meeting and one
 * participant.
 */
export const handshake = z.strictObject({ version: z.literal(protocolVersion), token: z.string().max(4096) });

/** Every request of a client, command or media: its type is looked up in `commands` or `mediaRequests`. */
export const request = z.strictObject({ type: z.string().max(64), payload: z.unknown() });

/**
 * The answer to every request. `seq` is the last event that the command caused, so the client knows when it
 * has seen the effect.
 */
export type Answer<Result = unknown> =
  | { readonly ok: true; readonly seq: number; readonly result: Result }
  | { readonly ok: false; readonly error: WireError };

export const answer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), seq: z.int().min(0), result: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: wireError }),
]);

/**
 * What a client that joined without the roster receives beside the events: how many participants have a place
 * now, and the participants that have become visible to it, as they are after these events.
 */
export const rosterNews = z.strictObject({ present: z.int().min(0), people: z.array(participant) });
export type RosterNews = z.infer<typeof rosterNews>;

/** What a participant in the lobby is told: whether the session waits for a chair before it lets anybody in. */
export const lobbyNews = z.strictObject({ awaitsChair: z.boolean() });
export type LobbyNews = z.infer<typeof lobbyNews>;

/** socket.io's typed maps: the whole wire in one place. */
export interface ClientToServer {
  request: (request: { type: string; payload: unknown }, acknowledge: (answer: Answer) => void) => void;
}

export interface ServerToClient {
  /**
   * Events in order, without gaps: the first follows the last one that this client received. `roster` goes to
   * clients that joined without it.
   */
  events: (events: readonly LoggedEvent[], roster?: RosterNews) => void;
  /** This participant is admitted: send `join` again. */
  admitted: () => void;
  /** What the answer to `join` said of the lobby has changed; goes to participants that wait there. */
  lobby: (news: LobbyNews) => void;
  /**
   * A moderator has sent this participant to another live conference: join that one. `goodbye` with `moved`
   * follows.
   */
  moved: (to: { readonly meetingId: string }) => void;
  media: (update: MediaUpdate, ready: () => void) => void;
  /** All transports of this participant are gone (their worker died): open them again. */
  mediaLost: () => void;
  /**
   * The server has a better place for this participant: open both transports beside the present ones, then
   * send `media.moved`.
   */
  mediaMoving: () => void;
  /** This participant has sent far too much, and the server accepts no more of it: see `mediaStopped`. */
  mediaStopped: (stopped: MediaStopped) => void;
  /** The server is about to close this connection, and why. */
  goodbye: (error: WireError) => void;
}
