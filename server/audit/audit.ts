import type { Logger } from 'pino';
import type { z } from 'zod';
import { Failure } from '../../protocol/failure.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type {
  AuditAction,
  AuditEntryView,
  auditFilter,
  AuditPosition,
  auditQuery,
} from '../../protocol/rest/audit.ts';
import { pageOf } from '../../protocol/rest/paging.ts';
import type { AnyCaller, Caller } from '../identity/caller.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type {
  AuditActor,
  AuditEntry,
  AuditFilter,
  AuditRepository,
  AuditTarget,
  AuditedFields,
} from './audit-repository.ts';
import { createRefusals } from './refusals.ts';

/** Who sent a request, and from where. */
export type AuditOrigin = {
  readonly actor: AuditActor;
  /** The unit of the account or the room. */
  readonly siteId: string | null;
  readonly address: string | null;
  readonly userAgent: string | undefined;
  readonly sessionId: string | null;
};

export interface AuditedDeed {
  readonly action: AuditAction;
  readonly origin: AuditOrigin;
  readonly target: AuditTarget | null;
  readonly siteId: string | null;
  readonly before: AuditedFields | null;
  readonly after: AuditedFields | null;
}

export interface AuditedRefusal {
  readonly action: AuditAction;
  readonly code: ErrorCode;
  readonly origin: AuditOrigin;
  readonly target: AuditTarget | null;
  readonly siteId: string | null;
}

/** Writes entries. Disposing writes the refusals that are counted but not yet written. */
export interface AuditTrail extends AsyncDisposable {
  /** @throws Error if the entry cannot be written; the caller must then not report the action as done */
  done(deed: AuditedDeed): Promise<void>;
  /** Equal refusals within a minute share an entry. */
  refused(refusal: AuditedRefusal): Promise<void>;
}

/** The origin of actions of the server itself. */
export const byServer: AuditOrigin = {
  actor: { kind: 'server', id: null, name: null },
  siteId: null,
  address: null,
  userAgent: undefined,
  sessionId: null,
};

export type AuditReader = ReturnType<typeof createAuditReader>;

export function createAuditTrail(
  entries: Pick<AuditRepository, 'append'>,
  now: () => number,
  logger: Logger,
): AuditTrail {
  const refusals = createRefusals(entries, now, logger);
  return {
    done: ({ origin, ...deed }) =>
      entries.append({
        ...deed,
        ...originFields(origin),
        atMs: now(),
        outcome: 'done',
        code: null,
        count: 1,
      }),
    refused: ({ origin, ...refusal }) => refusals.note({ ...refusal, ...originFields(origin) }),
    [Symbol.asyncDispose]: () => refusals[Symbol.asyncDispose](),
  };
}

const longestAgent = 160;

const originFields = ({ actor, address, userAgent, sessionId }: AuditOrigin) => ({
  actor,
  address,
  agent: userAgent?.replaceAll(/\p{C}/gu, '').slice(0, longestAgent).toWellFormed() ?? null,
  sessionId,
});

/**
 * The actor of a caller in the log. A caller that must first secure its account counts as an account, too.
 */
export function originOf(
  caller: AnyCaller | undefined,
  address: string,
  userAgent: string | undefined,
): AuditOrigin {
  const from = { address, userAgent };
  if (caller === undefined) {
    return { ...from, actor: { kind: 'anonymous', id: null, name: null }, siteId: null, sessionId: null };
  }
  const { sessionId } = caller;
  if (caller.kind === 'device') {
    const { id, name, siteId, siteName } = caller.endpoint;
    return { ...from, actor: { kind: 'device', id, name: `${name}, ${siteName}` }, siteId, sessionId };
  }
  const { id, login, kind, siteId } = caller.account;
  return { ...from, actor: { kind, id, name: login }, siteId, sessionId };
}

export interface AuditReaderContext {
  readonly entries: Pick<AuditRepository, 'list'>;
  readonly sites: Pick<SiteRepository, 'subtreeIds'>;
}

/** The log for administrators: each reads only the entries of its own subtree. */
export function createAuditReader({ entries, sites }: AuditReaderContext) {
  const narrowed = async (
    { siteId, q, ...filter }: z.output<typeof auditFilter>,
    { scope }: Caller,
  ): Promise<Omit<AuditFilter, 'limit'>> => {
    if (siteId !== undefined && !scope.covers(siteId)) throw new Failure('not-found', 'no such site');
    const siteIds = siteId === undefined ? scope.siteIds : await sites.subtreeIds(siteId);
    return { ...filter, siteIds, text: q };
  };

  return {
    /** A page, newest first. @throws Failure `not-found` for a site outside the caller's subtree */
    async list({ cursor, limit, ...filter }: z.output<typeof auditQuery>, caller: Caller) {
      const asked = await narrowed(filter, caller);
      const found = await entries.list({ ...asked, after: cursor, limit: limit + 1 });
      const { rows, nextCursor } = pageOf(found, limit, ({ atMs, seq }): AuditPosition => [atMs, seq]);
      return { entries: rows.map(entryView), nextCursor };
    },

    /** The newest `limit` entries. @throws Failure `not-found` for a site outside the caller's subtree */
    async newest(filter: z.output<typeof auditFilter>, limit: number, caller: Caller) {
      return (await entries.list({ ...(await narrowed(filter, caller)), limit })).map(entryView);
    },
  };
}

const entryView = ({ before, after, actor, target, ...entry }: AuditEntry): AuditEntryView => ({
  ...entry,
  actor: { ...actor },
  target: target && { ...target },
  before: before && { ...before },
  after: after && { ...after },
});
