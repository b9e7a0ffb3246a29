import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Permission } from './permissions.ts';

/** What one REST call takes and returns. */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `:name` for each of `params`. */
  readonly path: `/api/v1/${string}` | `/calendar/${string}`;
  readonly permission: Permission;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /**
   * The body is bytes (`application/octet-stream`, or one of these media types) instead of JSON; the server
   * streams it.
   */
  readonly raw?: true | readonly string[];
  /** The caller is a program that sends a shared secret in this header. */
  readonly secretHeader?: string;
  /** The JSON of a success; left out if it `streams`. */
  readonly response?: z.ZodType;
  /** A success streams a file of one of these media types instead of JSON. */
  readonly streams?: readonly string[];
  /**
   * Its file has an `ETag` and a `Last-Modified`; a request with one of them gets 304 if the file is
   * unchanged.
   */
  readonly revalidates?: true;
  /**
   * Its file never changes: it has an `ETag`, and browsers keep it without asking again. Not for classified
   * meetings, whose files are kept nowhere.
   */
  readonly lasting?: true;
  /**
   * A part of its file can be requested with `Range`, for example after a download broke, and is answered
   * with 206.
   */
  readonly ranged?: true;
  /** Of a success; 200 if left out. */
  readonly status?: 201;
  /** `If-Match: "<version>"` is required; every answer with a version also has it as `ETag`. */
  readonly versioned?: true;
  /**
   * Takes an `Idempotency-Key`: the same request again gets the same answer and has no second effect. Not for
   * an answer with a secret, which would be stored in the clear, and not for a `raw` body, whose bytes would
   * be needed before the work begins.
   */
  readonly idempotent?: true;
  /**
   * For changes that a copied or unattended session must not make. If the session's owner has not given the
   * password for a while (`identity.confirmationTtlS`), the call answers `confirmation-required`; after
   * `session.confirm` the same request goes on.
   */
  readonly confirmed?: true;
  /** The errors that it may answer beside those of any route (`anyRoute`). */
  readonly errors: readonly ErrorCode[];
}

/** Any route may answer these. */
export const anyRoute = [
  'invalid-request',
  'unauthenticated',
  'token-expired',
  'forbidden',
  'account-not-secured',
  'payload-too-large',
  'headers-too-large',
  'request-too-slow',
  'misdirected',
  'too-fast',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorCode[];
