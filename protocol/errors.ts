import { z } from 'zod';
import { processPath } from './process-path.ts';

interface ErrorKind {
  /** HTTP status of the REST answer (RFC 9457 problem+json carries the code beside it). */
  readonly status: number;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
}

/** Every error on the wire, the same on REST and on the socket. */
export const errors = {
  'invalid-request': { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  'token-expired': { status: 401, retryable: true },
  forbidden: { status: 403, retryable: false },
  /**
   * The account's owner must first do what is due (see `due` of the session); the session allows nothing
   * else.
   */
  'account-not-secured': { status: 403, retryable: false },
  /**
   * The change is critical, and the password was given too long ago: call `session.confirm`, then send the
   * same request again.
   */
  'confirmation-required': { status: 403, retryable: false },
  'not-found': { status: 404, retryable: false },
  conflict: { status: 409, retryable: false },
  /** What the meeting would hold is held by another meeting at that time; the answer names each. */
  clash: { status: 409, retryable: false },
  /** The media workers cannot carry a meeting of this size beside those that are planned for the time. */
  'no-capacity': { status: 409, retryable: false },
  /** The series has too many invitations over all its occurrences (see `mostSeriesInvitations`). */
  'series-too-large': { status: 409, retryable: false },
  'wrong-phase': { status: 409, retryable: false },
  /** The request was sent to a host name that is not one of the server's. */
  misdirected: { status: 421, retryable: false },
  'version-changed': { status: 412, retryable: false },
  'version-required': { status: 428, retryable: false },
  /** The own password, which confirms the request, is wrong. */
  'wrong-password': { status: 403, retryable: false },
  /** The new password is one that others use, or is little more than a common word. */
  'password-common': { status: 400, retryable: false },
  /** The new password repeats itself, is a sequence, follows the keyboard or is a date. */
  'password-pattern': { status: 400, retryable: false },
  /** The new password is made of its owner's login or name, of the unit's name or of the product's. */
  'password-personal': { status: 400, retryable: false },
  /** The new password is the old one. */
  'password-unchanged': { status: 400, retryable: false },
  /** The code or passkey is wrong, has expired, or was used before. */
  'wrong-proof': { status: 403, retryable: false },
  /** Too many wrong codes of an authenticator; passkeys and recovery codes still work. */
  'second-factor-locked': { status: 429, retryable: true },
  'too-many-attempts': { status: 429, retryable: true },
  'payload-too-large': { status: 413, retryable: false },
  /** The address and the headers of the request are together larger than 16 kB. */
  'headers-too-large': { status: 431, retryable: false },
  /** The request did not arrive in time; the server has processed none of it. */
  'request-too-slow': { status: 408, retryable: true },
  /** The type of the file is not accepted. The content decides the type, whatever the name says. */
  'unsupported-type': { status: 415, retryable: false },
  /**
   * No picture of this page can be made: the document is not a PDF and not an image, or it is broken, locked
   * or too large. The document itself is available.
   */
  'no-picture': { status: 422, retryable: false },
  /** This account is uploading as many documents as it may, at once or within a short time. */
  'too-many-uploads': { status: 429, retryable: true },
  /** This account has ordered as many letters by mail as it may within a short time; none of these goes. */
  'too-many-letters': { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  unavailable: { status: 503, retryable: true },
  timeout: { status: 504, retryable: true },
  /** The conference has not opened yet, or has ended. */
  'not-live': { status: 409, retryable: true },
  /** The participant waits in the lobby, or never joined. */
  'not-admitted': { status: 403, retryable: true },
  /** The session needs a chair before it begins, and nobody in it has the chair's role. */
  'chair-absent': { status: 409, retryable: true },
  /** The room is away, and its screen would not show the message; nothing was sent. */
  'room-away': { status: 409, retryable: true },
  /** The conference is locked against new participants. */
  locked: { status: 403, retryable: true },
  /** A moderator removed this participant from the conference. */
  removed: { status: 403, retryable: false },
  /** An invitee or participant is not cleared for classified sessions; over REST the answer names each. */
  'not-cleared': { status: 403, retryable: false },
  /**
   * This participant may no longer attend the meeting: its invitation was withdrawn, or its office has no
   * part in it any more.
   */
  'not-invited': { status: 403, retryable: false },
  /** The conference or its bridge has no room for another participant. */
  full: { status: 503, retryable: true },
  /** A moderator holds this microphone muted. */
  'microphone-held': { status: 409, retryable: false },
  /** A moderator has locked chat, hands or screen sharing. */
  'locked-by-moderator': { status: 403, retryable: false },
  /** This unit has used up its speaking time. */
  'budget-spent': { status: 409, retryable: false },
  'roll-call-closed': { status: 409, retryable: false },
  /** The ballot is not in the phase that this command needs. */
  'ballot-phase': { status: 409, retryable: false },
  /** The totals of a secret ballot with so few votes would reveal who voted what. */
  'too-few-votes': { status: 409, retryable: false },
  'not-entitled': { status: 403, retryable: false },
  'voted-already': { status: 409, retryable: false },
  /** The booking side cannot give more time. */
  'extension-refused': { status: 409, retryable: false },
  /** More than a participant, or an address, can need; a client that continues is disconnected. */
  'too-fast': { status: 429, retryable: true },
  /** Another server leads the conference: connect to the path that the answer names, with the same pass. */
  elsewhere: { status: 421, retryable: true },
  /** A moderator has sent this participant to another conference. */
  moved: { status: 409, retryable: false },
  /** Another device of the same participant has taken the seat. */
  'seat-taken-over': { status: 409, retryable: false },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errors;

const codes: readonly string[] = Object.keys(errors);
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && codes.includes(value);

/** A failure as the socket shows it; REST says the same as problem+json. */
export const wireError = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  /** Says in English what is wrong with the request; for logs and developers, never for the screen. */
  detail: z.string().optional(),
  /** The id of the server's log entry for an internal error. */
  logId: z.string().optional(),
  /** For what was too much or too often: the seconds after which the same request may succeed. */
  retryAfterS: z.int().min(0).optional(),
  /** For `elsewhere`: the path of the server that leads the conference. */
  path: processPath.optional(),
});
export type WireError = z.infer<typeof wireError>;
