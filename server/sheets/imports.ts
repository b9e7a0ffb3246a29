import { v7 as uuid } from 'uuid';
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
import { planContacts } from './contacts-plan.ts';
import { planEndpoints } from './endpoints-plan.ts';
import type { Known, Plan } from './plan.ts';
import { readRows, type Rows } from './rows.ts';
import { planSites } from './sites-plan.ts';
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
}

/**
 * Takes spreadsheets in, everything or nothing; the same one again changes nothing.
 * All throw Failure `unsupported-type` and `payload-too-large`, and `conflict` where somebody was faster.
 */
export function createSheetImports({ tables, sites, endpoints, contacts, logger, now }: SheetImportsContext) {
  const known = async (account: Account): Promise<Known> => ({
    sites: await sites.all(),
    scope: await scopeOf(account, sites),
    today: dayInVietnam(now()),
    newId: uuid,
  });

  async function take<K extends SheetKind, Change>(
    kind: K,
    { bytes, dryRun }: Sheet,
    account: Account,
    plan: (rows: Rows<K>['rows']) => Promise<Plan<Change>>,
    apply: (change: Change) => Promise<void>,
  ): Promise<SheetReport> {
    const { rows, problems: unread, ignored } = await readRows(kind, await tables.read(bytes));
    const { change, counts, problems: unfit } = await plan(rows);
    const problems = [...unread, ...unfit].toSorted((a, b) => a.row - b.row);
    const applied = !dryRun && problems.length === 0;
    if (applied) {
      await apply(change);
      logger.info({ accountId: account.id, kind, ...counts }, 'a spreadsheet was taken in');
    }
    return { applied, ...counts, problems, ignored: [...ignored] };
  }

  return {
    sites: async (sheet: Sheet, account: Account): Promise<SheetReport> => {
      const standing = await sites.levels();
      const all = standing.length > 0 ? standing : levels;
      return take(
        'sites',
        sheet,
        account,
        async (rows) => planSites(rows, { ...(await known(account)), levels: all }),
        ({ created, changed }) => sites.apply({ levels: all, sites: created, corrections: changed }),
      );
    },

    endpoints: (sheet: Sheet, account: Account): Promise<SheetReport> =>
      take(
        'endpoints',
        sheet,
        account,
        async (rows) =>
          planEndpoints(rows, {
            ...(await known(account)),
            endpoints: (await endpoints.list()).map(({ siteName: _s, parentSiteName: _p, ...each }) => each),
            nowMs: now(),
          }),
        async (change) => {
          if (!(await endpoints.save(change))) throw new Failure('conflict', 'a room was taken out of use');
        },
      ),

    contacts: (sheet: Sheet, account: Account): Promise<SheetReport> =>
      take(
        'contacts',
        sheet,
        account,
        async (rows) => {
          const held = await known(account);
          const ids = held.sites.map(({ id }) => id);
          return planContacts(rows, { ...held, contacts: await contacts.ofSites(ids) });
        },
        (change) => contacts.replace(change),
      ),
  };
}
