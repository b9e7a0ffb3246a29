import type { Logger } from 'pino';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { SheetEncoding, SheetKind, SheetReport } from '../../../protocol/rest/sheets.ts';
import type { Account, AccountRepository } from '../../identity/accounts/account-repository.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { IdentityService } from '../../identity/identity.ts';
import type { ContactRepository } from '../../sites/contact-repository.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import { knownLevels, levelsToAdd } from '../../sites/known-levels.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { SheetAccount } from './accounts-plan.ts';
import type { Existing } from './plan.ts';
import type { ChangeOf, KnownOf } from './plan-sheet.ts';
import type { Tables } from '../tables.ts';

export interface SheetImportsContext {
  readonly tables: Tables;
  readonly sites: SiteRepository;
  readonly endpoints: EndpointRepository;
  readonly contacts: ContactRepository;
  readonly accounts: AccountRepository;
  readonly identity: {
    readonly deviceStates: Pick<IdentityService['deviceStates'], 'list'>;
    readonly sessions: Pick<IdentityService['sessions'], 'revokeAllOf'>;
  };
  readonly logger: Logger;
  readonly now: () => number;
}

/** A sheet that a caller sends. */
export interface Sheet {
  readonly bytes: Uint8Array;
  /** Only reports what would be done, and changes nothing. */
  readonly dryRun: boolean;
  /** Digest of the changes that the caller confirmed; undefined accepts any. */
  readonly digest: string | undefined;
  readonly encoding: SheetEncoding | undefined;
}

/**
 * Imports spreadsheets, all or nothing. A second import of the same sheet changes nothing. All functions
 * throw Failure `unsupported-type` and `payload-too-large`; and `conflict` if the changes are not the
 * confirmed ones, or if somebody changed the same records meanwhile.
 */
export function createSheetImports({
  tables,
  sites,
  endpoints,
  contacts,
  accounts,
  identity: { deviceStates, sessions },
  logger,
  now,
}: SheetImportsContext) {
  const known = async ({ scope }: Caller): Promise<Existing> => ({
    sites: await sites.all(),
    siteIds: scope.siteIds,
    today: dayInVietnam(now()),
  });
  async function take<K extends SheetKind>(
    kind: K,
    { bytes, dryRun, digest, encoding }: Sheet,
    caller: Caller,
    known: () => Promise<KnownOf[K]>,
    write: (change: ChangeOf[K]) => Promise<boolean>,
  ): Promise<SheetReport> {
    const { report, change } = await tables.plan(
      async () => ({ kind, bytes, dryRun, encoding, known: await known() }),
      accountOf(caller).id,
    );
    if (change === null) return { ...report, applied: false };
    if (digest !== undefined && digest !== report.digest) {
      throw new Failure('conflict', 'the import would now change something else; run the dry run again');
    }
    if (!(await write(change))) throw new Failure('conflict', 'changed by another request in the meantime');
    const { created, changed, unchanged, removed } = report;
    logger.info(
      { accountId: accountOf(caller).id, kind, created, changed, unchanged, removed },
      'spreadsheet imported',
    );
    return { ...report, applied: true };
  }

  return {
    sites: (sheet: Sheet, caller: Caller): Promise<SheetReport> =>
      take(
        'sites',
        sheet,
        caller,
        async () => ({ ...(await known(caller)), levels: await knownLevels(sites) }),
        async ({ created, changed }) => {
          const change = { levels: await levelsToAdd(sites), sites: created, corrections: changed };
          // The plan reports a problem for each row outside the scope, so these names are never shown.
          return sites.apply(caller.scope.requireTree(change, (siteId) => siteId));
        },
      ),

    endpoints: (sheet: Sheet, caller: Caller): Promise<SheetReport> =>
      take(
        'endpoints',
        sheet,
        caller,
        async () => {
          const held = await known(caller);
          const { siteIds } = held;
          const inUse = await endpoints.list(siteIds && { siteIds });
          const [retired, ahead, devices] = await Promise.all([
            endpoints.list({ retired: true, ...(siteIds && { siteIds }) }),
            endpoints.meetingsAhead(inUse.map(({ id }) => id)),
            deviceStates.list(caller),
          ]);
          const paired = devices.filter(({ state }) => state === 'paired' || state === 'online');
          return {
            ...held,
            endpoints: inUse,
            retired,
            ahead,
            pairedIds: new Set(paired.map(({ endpointId }) => endpointId)),
            nowMs: now(),
          };
        },
        async ({ created, changed }) => {
          const done = await endpoints.save({
            created: created.map((endpoint) => caller.scope.require(endpoint)),
            changed: changed.map(({ was, becomes }) => ({
              was: caller.scope.require(was),
              becomes: caller.scope.require(becomes),
            })),
          });
          const retired = changed.filter(({ becomes }) => becomes.retiredAtMs !== null);
          if (done) for (const { was } of retired) await sessions.revokeAllOf({ kind: 'device', id: was.id });
          return done;
        },
      ),

    accounts: (sheet: Sheet, caller: Caller): Promise<SheetReport> =>
      take(
        'accounts',
        sheet,
        caller,
        async () => {
          const [held, all] = await Promise.all([known(caller), accounts.list()]);
          const [own, others] = [true, false].map((within) =>
            all.filter((account) => caller.scope.has(account) === within),
          );
          return {
            ...held,
            accounts: (own ?? []).map(sheetAccountOf),
            taken: (others ?? []).map(({ login }) => login),
            callerId: accountOf(caller).id,
            nowMs: now(),
          };
        },
        ({ created, changed }) =>
          accounts.save({
            created: created.map((account) => caller.scope.require(account)),
            changed: changed.map(({ was, becomes }) => ({
              was: caller.scope.require(was),
              becomes: caller.scope.require(becomes),
            })),
          }),
      ),

    contacts: (sheet: Sheet, caller: Caller): Promise<SheetReport> =>
      take(
        'contacts',
        sheet,
        caller,
        async () => {
          const held = await known(caller);
          const siteIds = held.siteIds ?? held.sites.map(({ id }) => id);
          return { ...held, contacts: await contacts.ofSites(siteIds) };
        },
        (sites) => contacts.replace(sites.map((site) => caller.scope.require(site))),
      ),
  };
}

const sheetAccountOf = ({ id, login, fullName, email, kind, siteId, language }: Account): SheetAccount => ({
  id,
  login,
  fullName,
  email,
  kind,
  siteId,
  language,
});
