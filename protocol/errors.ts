import { z } from 'zod';

interface ErrorKind {
  /** HTTP status of the REST answer (RFC 9457 problem+json carries the code beside it). */
  readonly status: number;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
}

/** Every error that may cross the wire, on REST and on the socket alike. */
export const errors = {
  'invalid-request': { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  'token-expired': { status: 401, retryable: true },
  forbidden: { status: 403, retryable: false },
  /** The account's owner must first do what is due (see `due` of the session); the session is good for nothing else. */
  'account-not-secured': { status: 403, retryable: false },
  /** The change is critical, and the password was given too long ago: `session.confirm`, then the same request again. */
  'confirmation-required': { status: 403, retryable: false },
  'not-found': { status: 404, retryable: false },
  conflict: { status: 409, retryable: false },
  /** What the meeting would hold is held by another at that time; the answer names each. */
  clash: { status: 409, retryable: false },
  /** The media workers carry no meeting of that size beside those that are planned for the time. */
  'no-capacity': { status: 409, retryable: false },
  /** A series with so many invited at each of its occurrences (see `mostSeriesInvitations`). */
  'series-too-large': { status: 409, retryable: false },
  'wrong-phase': { status: 409, retryable: false },
  /** The server was asked by a name that is none of its own. */
  misdirected: { status: 421, retryable: false },
  'version-changed': { status: 412, retryable: false },
  'version-required': { status: 428, retryable: false },
  /** The own password, which confirms the request, is another one. */
  'wrong-password': { status: 403, retryable: false },
  /** A new password that others use, or that is little more than a common word. */
  'password-common': { status: 400, retryable: false },
  /** A new password that repeats itself, counts on, follows the keyboard or is a date. */
  'password-pattern': { status: 400, retryable: false },
  /** A new password that is made of its owner's login or name, of the unit's name or the product's. */
  'password-personal': { status: 400, retryable: false },
  /** The new password is the old one. */
  'password-unchanged': { status: 400, retryable: false },
  /** The code or passkey does not hold, is over, or was used before. */
  'wrong-proof': { status: 403, retryable: false },
  /** Too many wrong codes of an authenticator; passkeys and recovery codes are still good. */
  'second-factor-locked': { status: 429, retryable: true },
  'too-many-attempts': { status: 429, retryable: true },
  'payload-too-large': { status: 413, retryable: false },
  /** The address and the headers of the request are more than 16 kB together. */
  'headers-too-large': { status: 431, retryable: false },
  /** The request did not come in time; nothing of it was looked at. */
  'request-too-slow': { status: 408, retryable: true },
  /** A file of a type that is not taken; what it is shows in its content, whatever its name says. */
  'unsupported-type': { status: 415, retryable: false },
  /** Of this page no picture can be made: it is no PDF and no image, or it is broken, locked or too large. The document itself is there. */
  'no-picture': { status: 422, retryable: false },
  /** This account is sending as many documents as it may, at once or one after the other. */
  'too-many-uploads': { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  unavailable: { status: 503, retryable: true },
  timeout: { status: 504, retryable: true },
  /** The conference has not opened yet, or is over. */
  'not-live': { status: 409, retryable: true },
  /** The participant waits in the lobby, or never joined. */
  'not-admitted': { status: 403, retryable: true },
  /** The conference is locked against new participants. */
  locked: { status: 403, retryable: true },
  /** A moderator removed this participant from the conference. */
  removed: { status: 403, retryable: false },
  /** Somebody who would take part is not cleared for classified sessions; over REST the answer names each. */
  'not-cleared': { status: 403, retryable: false },
  /** This participant takes no part in the meeting any longer: its invitation was withdrawn, or its office has no more to do with it. */
  'not-invited': { status: 403, retryable: false },
  /** The conference or its bridge holds no more participants. */
  full: { status: 503, retryable: true },
  /** A moderator holds this microphone muted. */
  'microphone-held': { status: 409, retryable: false },
  /** Chat, hands or screen sharing are locked by a moderator. */
  'locked-by-moderator': { status: 403, retryable: false },
  /** This unit has used the speaking time that it was given. */
  'budget-spent': { status: 409, retryable: false },
  'roll-call-closed': { status: 409, retryable: false },
  /** The ballot is not in the phase that this needs. */
  'ballot-phase': { status: 409, retryable: false },
  /** A secret ballot with so few votes would tell who voted what. */
  'too-few-votes': { status: 409, retryable: false },
  'not-entitled': { status: 403, retryable: false },
  'voted-already': { status: 409, retryable: false },
  /** The booking side has no more time to give. */
  'extension-refused': { status: 409, retryable: false },
  /** More than a participant, or an address, can mean; who goes on is cut. */
  'too-fast': { status: 429, retryable: true },
  /** A moderator has sent this participant to another conference. */
  moved: { status: 409, retryable: false },
  /** Another device of the same participant has taken the seat over. */
  'seat-taken-over': { status: 409, retryable: false },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errors;

const codes: readonly string[] = Object.keys(errors);
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && codes.includes(value);

/** How a failure looks on the socket; REST says the same as problem+json. */
export const wireError = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  /** Says in English what is wrong with the request; for logs and developers, never for the screen. */
  detail: z.string().optional(),
  /** Names the server's log entry of an internal error. */
  logId: z.string().optional(),
  /** Of what was too much or too often: the seconds after which the same request may succeed. */
  retryAfterS: z.int().min(0).optional(),
});
export type WireError = z.infer<typeof wireError>;
