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
import type { Handled } from './handlers.ts';

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

/** Records calls as `audited` says: what they are about before and after, and who made them. */
export function createAuditCalls({ trail, lookUp, authenticate, logger }: AuditCallsContext) {
  const seen = async (ref: TargetRef | undefined): Promise<TargetSnapshot | undefined> =>
    ref && (await lookUp(ref));

  return {
    /**
     * Does the work of a call, and records it before anybody hears that it is done. What the call is about is read before and
     * after; where the entry cannot be written, the call fails.
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
      // To sign out where nobody is signed in does nothing, and costs no entry.
      if (ref?.kind === 'refresh-token' && before?.session?.stands !== true) return answer;
      const token = how.signsIn?.(answer);
      // The right password alone lets nobody in where a second factor is to follow.
      if (how.signsIn !== undefined && token === undefined) return answer;
      const signedIn = token === undefined ? caller : await authenticate(token);
      const origin = before?.session ? fromHolder(before, request) : fromCaller(signedIn, request);
      // A file that comes in is seen by its meeting first.
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

    /** Records that a call was refused, or broke down; never rejects, since the caller is to hear of the refusal itself. */
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
        const ref = acting ? targetOf(how.target, readCall) : undefined;
        const known = await seen(ref);
        const origin = fromCaller(caller, request);
        // What the caller may not know, its administrator may not either: of a target elsewhere the log has the id that was sent.
        const mayKnow = caller === undefined || (code !== 'forbidden' && code !== 'not-found');
        await trail.refused({
          action: acting ? how.action : 'request.refused',
          code,
          origin,
          target: acting
            ? ((mayKnow ? known?.target : undefined) ?? bare(ref))
            : { kind: 'route', id: name, name: null },
          // Where nobody knows who it was, the unit at whose account somebody tried.
          siteId: caller === undefined ? (known?.siteId ?? null) : origin.siteId,
        });
      } catch (failed) {
        logger.error({ err: failed, route: name, code }, 'a refusal could not be written to the audit log');
      }
    },
  };
}

/** Undefined where the request does not even say what it is about. */
function targetOf<C>(target: (call: C) => TargetRef | undefined, readCall: () => C): TargetRef | undefined {
  try {
    return target(readCall());
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

const fromCaller = (caller: AnyCaller | undefined, request: Request): AuditOrigin =>
  originOf(caller, request.ip ?? 'unknown', request.get('user-agent'));

/** Who signs out is known by the cookie alone. */
function fromHolder({ target, siteId, fields, session }: TargetSnapshot, request: Request): AuditOrigin {
  const kind = accountKind.parse(fields.kind);
  const actor = { kind, id: target.id, name: target.name };
  return { ...fromCaller(undefined, request), actor, siteId, sessionId: session?.id ?? null };
}

/** What is known of a target that was not looked up, or not found. Secrets name nothing. */
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

/** Refusals that tell nothing of who may do what: the request was malformed, came late, or does not fit the plan of the day. */
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
/** A list that is not found or does not fit is nobody's concern; one that may not be read is. */
const recordedOfReads: readonly ErrorCode[] = ['forbidden', 'unauthenticated', 'too-many-attempts'];

const isRecorded = (code: ErrorCode, acting: boolean): boolean =>
  acting ? !unrecorded.includes(code) : recordedOfReads.includes(code);

/** Pages that nobody has signed in to ask, too, whether somebody has; that is no attempt at anything. */
const showsSomething = (name: RouteName, request: Request): boolean => {
  const { permission, body, params, secretHeader }: RouteContract = routes[name];
  const { authorization, cookie } = request.headers;
  const secretSent = permission === 'public' && (body ?? params ?? secretHeader) !== undefined;
  return authorization !== undefined || cookie !== undefined || secretSent;
};
