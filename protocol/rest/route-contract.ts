import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Permission } from './permissions.ts';

/** What one REST call takes and gives. */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `:name` for each of `params`. */
  readonly path: `/api/v1/${string}` | `/calendar/${string}`;
  readonly permission: Permission;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body is bytes (`application/octet-stream`, or one of these media types) instead of JSON; the server streams it. */
  readonly raw?: true | readonly string[];
  /** The caller is a program that shows a shared secret in this header. */
  readonly secretHeader?: string;
  /** What a success says in JSON; left out where it `streams`. */
  readonly response?: z.ZodType;
  /** A success streams a file of one of these media types instead of JSON. */
  readonly streams?: readonly string[];
  /** Its file has an `ETag` and a `Last-Modified`; asked for again by one of them, an unchanged one is answered with 304. */
  readonly revalidates?: true;
  /** Its file never changes: it has an `ETag`, and browsers keep it and need not ask again. Not of classified meetings, which are kept nowhere. */
  readonly lasting?: true;
  /** A part of its file may be asked for by `Range`, such as what is missing after a download broke, and is answered with 206. */
  readonly ranged?: true;
  /** Of a success; 200 if left out. */
  readonly status?: 201;
  /** `If-Match: "<version>"` is required; every answer that holds a version says it as `ETag` too. */
  readonly versioned?: true;
  /**
   * Takes an `Idempotency-Key`: the same request again gets the same answer and has no second effect. For what answers with a
   * secret it would keep that secret in the clear, and for what is `raw` it would need the bytes before the work begins.
   */
  readonly idempotent?: true;
  /**
   * For changes that a copied or unattended sign-in must not make: where the session's owner has not given the password for a while
   * (`identity.confirmationTtlS`), it answers `confirmation-required`. `session.confirm`, then the same request, goes on.
   */
  readonly confirmed?: true;
  /** What it may answer beyond the errors that any route may meet (`anyRoute`). */
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
