import type { Logger } from 'pino';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { levels } from '../../domain/sites/levels.ts';
import { Failure } from '../../protocol/failure.ts';
import type { SheetKind, SheetReport } from '../../protocol/rest/sheets.ts';
import type { Account } from '../identity/account-repository.ts';
import { scopeOf } from '../identity/authorize.ts';
import type { ContactRepository } from '../sites/contact-repository.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Known } from './plan.ts';
import type { ChangeOf, KnownOf } from './plan-sheet.ts';
import type { Tables } from './tables.ts';

export interface SheetImportsContext {
  readonly tables: Tables;
  readonly sites: SiteRepository;
  readonly endpoints: EndpointRepository;
  readonly contacts: ContactRepository;
  readonly logger: Logger;
  readonly now: () => number;
}

interface Sheet {
  readonly bytes: Uint8Array;
  /** Tells what would be done, and does nothing. */
  readonly dryRun: boolean;
  /** Of the changes that are meant; undefined takes any. */
  readonly digest: string | undefined;
}

/**
 * Takes spreadsheets in, everything or nothing; the same one again changes nothing. All throw Failure `unsupported-type` and
 * `payload-too-large`, and `conflict` where the changes are others than were meant, or somebody was faster.
 */
export function createSheetImports({ tables, sites, endpoints, contacts, logger, now }: SheetImportsContext) {
  const known = async (account: Account): Promise<Known> => ({
    sites: await sites.all(),
    siteIds: (await scopeOf(account, sites)).siteIds,
    today: dayInVietnam(now()),
  });
  /** As they stand, or those with which a tree begins. */
  const knownLevels = async () => {
    const standing = await sites.levels();
    return standing.length > 0 ? standing : levels;
  };

  async function take<K extends SheetKind>(
    kind: K,
    { bytes, dryRun, digest }: Sheet,
    account: Account,
    known: () => Promise<KnownOf[K]>,
    write: (change: ChangeOf[K]) => Promise<boolean>,
  ): Promise<SheetReport> {
    const { report, change } = await tables.plan(
      async () => ({ kind, bytes, dryRun, known: await known() }),
      account.id,
    );
    if (change === null) return { ...report, applied: false };
    if (digest !== undefined && digest !== report.digest) {
      throw new Failure('conflict', 'the sheet would change something else by now');
    }
    if (!(await write(change))) throw new Failure('conflict', 'somebody has changed the same meanwhile');
    const { created, changed, unchanged, removed } = report;
    logger.info(
      { accountId: account.id, kind, created, changed, unchanged, removed },
      'a spreadsheet was taken in',
    );
    return { ...report, applied: true };
  }

  return {
    sites: (sheet: Sheet, account: Account): Promise<SheetReport> =>
      take(
        'sites',
        sheet,
        account,
        async () => ({ ...(await known(account)), levels: await knownLevels() }),
        async ({ created, changed }) =>
          sites.apply({ levels: await knownLevels(), sites: created, corrections: changed }),
      ),

    endpoints: (sheet: Sheet, account: Account): Promise<SheetReport> =>
      take(
        'endpoints',
        sheet,
        account,
        async () => ({ ...(await known(account)), endpoints: await endpoints.list(), nowMs: now() }),
        (change) => endpoints.save(change),
      ),

    contacts: (sheet: Sheet, account: Account): Promise<SheetReport> =>
      take(
        'contacts',
        sheet,
        account,
        async () => {
          const held = await known(account);
          return { ...held, contacts: await contacts.ofSites(held.sites.map(({ id }) => id)) };
        },
        ({ becomes, was }) => contacts.replace(becomes, was),
      ),
  };
}
