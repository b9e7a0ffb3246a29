import type { Request } from 'express';
import type { Logger } from 'pino';
import type { ErrorCode } from '../../protocol/errors.ts';
import { Failure } from '../../protocol/failure.ts';
import { accountKind } from '../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { type RouteName, routes } from '../../protocol/rest/routes.ts';
import type { AuditedFields, AuditTarget } from '../audit/audit-repository.ts';
import { type AuditOrigin, type AuditTrail, originOf } from '../audit/audit.ts';
import { changedBetween, type LookUp, type TargetRef, type TargetSnapshot } from '../audit/targets.ts';
import type { AnyCaller } from '../identity/caller.ts';
import { type Audited, audited } from './audited.ts';
import type { Call } from './call.ts';
import type { Handled } from './handlers/handler.ts';

export interface AuditCallsContext {
  readonly trail: AuditTrail;
  readonly lookUp: LookUp;
  readonly authenticate: (accessToken: string) => Promise<AnyCaller>;
  readonly logger: Logger;
}

/** One request on its way through the router, for the audit log. */
export interface RequestAsked {
  readonly request: Request;
  readonly caller: AnyCaller | undefined;
}

export type AuditCalls = ReturnType<typeof createAuditCalls>;

/** Records calls as `audited` says: their targets before and after, and their callers. */
export function createAuditCalls({ trail, lookUp, authenticate, logger }: AuditCallsContext) {
  const seen = async (ref: TargetRef | undefined): Promise<TargetSnapshot | undefined> =>
    ref && (await lookUp(ref));

  return {
    /**
     * Does the work of a call, and records it before the caller gets the answer. Reads the target before and
     * after. Where the entry cannot be written, the call fails.
     */
    async around<N extends RouteName>(
      name: N,
      call: Call<N>,
      { request, caller }: RequestAsked,
      work: (call: Call<N>) => Promise<Handled<N>>,
    ): Promise<Handled<N>> {
      const how: Audited<N> | undefined = audited[name];
      if (how === undefined || 'none' in how || how.done === 'none') return work(call);
      const before = await seen(how.target(call));
      const answer = await work(call);
      const ref = how.target(call, answer);
      const after = await seen(ref);
      const about = after ?? before;
      if (how.done === 'classified' && about?.classified !== true) return answer;
      // Signing out without a session does nothing, and needs no entry.
      if (ref?.kind === 'refresh-token' && before?.session?.isValid !== true) return answer;
      const token = how.signsIn?.(answer);
      // The right password alone is no sign-in where a second factor must follow.
      if (how.signsIn !== undefined && token === undefined) return answer;
      const signedIn = token === undefined ? caller : await authenticate(token);
      const origin = before?.session ? fromHolder(before, request) : fromCaller(signedIn, request);
      // The target of an upload is its meeting before, and its document after.
      const was = after !== undefined && before?.target.id !== after.target.id ? undefined : before;
      const changed = changedBetween(was?.fields ?? {}, after?.fields ?? {});
      const details = how.details?.(call, answer);
      await trail.done({
        action: how.action,
        origin,
        target: about?.target ?? bare(ref),
        siteId: about === undefined ? origin.siteId : about.siteId,
        before: orNull(changed.before),
        after: orNull({ ...changed.after, ...details }),
      });
      return answer;
    },

    /**
     * Records that a call was refused or failed. Never rejects, so that the caller gets the refusal itself.
     */
    async refused<N extends RouteName>(
      name: N,
      readCall: () => Call<N>,
      { request, caller }: RequestAsked,
      error: unknown,
    ): Promise<void> {
      const code: ErrorCode = error instanceof Failure ? error.code : 'internal';
      const how: Audited<N> | undefined = audited[name];
      const acting = how !== undefined && !('none' in how);
      if (!isRecorded(code, acting) || (code === 'unauthenticated' && !showsSomething(name, request))) return;
      try {
        const ref = acting ? auditTargetOf(how.target, readCall) : undefined;
        const known = await seen(ref);
        const origin = fromCaller(caller, request);
        // The entry holds no more than the caller may know, because its administrator reads it: for a target
        // elsewhere only the id that the caller sent.
        const mayKnow = caller === undefined || (code !== 'forbidden' && code !== 'not-found');
        await trail.refused({
          action: acting ? how.action : 'request.refused',
          code,
          origin,
          target: acting
            ? ((mayKnow ? known?.target : undefined) ?? bare(ref))
            : { kind: 'route', id: name, name: null },
          // Without a known caller, the unit of the account that the caller tried to use.
          siteId: caller === undefined ? (known?.siteId ?? null) : origin.siteId,
        });
      } catch (failed) {
        logger.error({ err: failed, route: name, code }, 'a refusal could not be written to the audit log');
      }
    },
  };
}

/** Returns undefined where the request does not name its target. */
function auditTargetOf<C>(
  target: (call: C) => TargetRef | undefined,
  readCall: () => C,
): TargetRef | undefined {
  try {
    return target(readCall());
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

const fromCaller = (caller: AnyCaller | undefined, request: Request): AuditOrigin =>
  originOf(caller, request.ip ?? 'unknown', request.get('user-agent'));

/** For a sign-out only the cookie identifies the caller. */
function fromHolder({ target, siteId, fields, session }: TargetSnapshot, request: Request): AuditOrigin {
  const kind = accountKind.parse(fields.kind);
  const actor = { kind, id: target.id, name: target.name };
  return { ...fromCaller(undefined, request), actor, siteId, sessionId: session?.id ?? null };
}

/** The target as the request names it, without a look-up. Secrets name no target. */
function bare(ref: TargetRef | undefined): AuditTarget | null {
  switch (ref?.kind) {
    case undefined:
    case 'login':
    case 'refresh-token':
    case 'reply-link':
    case 'rehearsal':
      return null;
    case 'list':
    case 'route':
      return { kind: ref.kind, id: ref.name, name: null };
    case 'account':
    case 'bridge':
    case 'uplink':
    case 'site':
    case 'endpoint':
    case 'group':
    case 'template':
    case 'meeting':
    case 'document':
      return { kind: ref.kind, id: ref.id, name: null };
    default:
      return ref satisfies never;
  }
}

const orNull = (fields: AuditedFields): AuditedFields | null =>
  Object.keys(fields).length === 0 ? null : fields;

/**
 * Refusals that say nothing about access rights: the request was malformed, late, or does not fit the current
 * plan.
 */
const unrecorded: readonly ErrorCode[] = [
  'invalid-request',
  'token-expired',
  'payload-too-large',
  'unsupported-type',
  'version-required',
  'version-changed',
  'clash',
  'no-capacity',
  'wrong-phase',
  'not-live',
  'full',
  'unavailable',
  'timeout',
];
/** Reading something that does not exist is of no interest; reading something without the right is. */
const recordedOfReads: readonly ErrorCode[] = ['forbidden', 'unauthenticated', 'too-many-attempts'];

const isRecorded = (code: ErrorCode, acting: boolean): boolean =>
  acting ? !unrecorded.includes(code) : recordedOfReads.includes(code);

/**
 * Whether the request shows any credentials. Pages also ask without them, to learn whether a user is signed
 * in; that is no attempt at anything.
 */
const showsSomething = (name: RouteName, request: Request): boolean => {
  const { permission, body, params, secretHeader }: RouteContract = routes[name];
  const { authorization, cookie } = request.headers;
  const secretSent = permission === 'public' && (body ?? params ?? secretHeader) !== undefined;
  return authorization !== undefined || cookie !== undefined || secretSent;
};
