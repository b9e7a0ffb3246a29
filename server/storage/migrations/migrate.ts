import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Logger } from 'pino';
import { StartRefused } from '../../start-refused.ts';
import * as foundations from './0001-foundations.ts';
import * as documentsAndSnapshots from './0002-documents-and-snapshots.ts';
import * as endpointLines from './0003-endpoint-lines.ts';
import * as bookings from './0004-bookings.ts';
import * as series from './0005-series.ts';
import * as readiness from './0006-readiness.ts';
import * as letters from './0007-letters.ts';
import * as capacity from './0008-capacity.ts';
import * as templates from './0009-templates.ts';
import * as approvalAndHistory from './0010-approval-and-history.ts';
import * as groups from './0012-groups.ts';
import * as rehearsals from './0014-rehearsals.ts';
import * as ledger from './0015-ledger.ts';
import * as approvalDesk from './0016-approval-desk.ts';
import * as askedChecks from './0017-asked-checks.ts';
import * as clearance from './0018-clearance.ts';
import * as sessionsAndPasswords from './0019-sessions-and-passwords.ts';
import * as secondFactors from './0020-second-factors.ts';
import * as audit from './0021-audit.ts';
import * as mailedReplies from './0022-mailed-replies.ts';
import * as announced from './0023-announced.ts';
import * as asReleased from './0025-as-released.ts';
import * as namesFoldedAgain from './0026-names-folded-again.ts';
import * as unitsThatNeverWere from './0027-units-that-never-were.ts';
import * as roomsInFull from './0031-rooms-in-full.ts';
import * as lettersAndCalls from './0040-letters-and-calls.ts';
import * as papers from './0041-papers.ts';
import * as needsChair from './0043-needs-chair.ts';
import * as papersOfDelegates from './0044-papers-of-delegates.ts';
import * as oneTimeLinks from './0028-one-time-links.ts';
import * as accountLanguage from './0050-account-language.ts';
import * as speakersOfEveryItem from './0051-speakers-of-every-item.ts';
import * as chairOrder from './0052-chair-order.ts';
import * as conferenceOwners from './0053-conference-owners.ts';
import * as standingChanges from './0054-standing-changes.ts';
import * as screenCodes from './0055-screen-codes.ts';
import * as conferenceRequests from './0056-conference-requests.ts';
import * as bridges from './0057-bridges.ts';
import * as bridgeLoads from './0058-bridge-loads.ts';
import * as bridgesInService from './0059-bridges-in-service.ts';
import * as conferencesOnBridges from './0060-conferences-on-bridges.ts';
import * as furtherBridges from './0061-further-bridges.ts';
import * as uplinks from './0062-uplinks.ts';
import type { Database } from '../schema.ts';

/**
 * In code, not read from a folder: what the compiler checked is what runs. A new migration goes to the end,
 * in the order of merging, whatever its number: so old and new installations run the same migrations in the
 * same order. Names never change, because databases store them.
 */
export const migrations: readonly (readonly [name: string, migration: Migration])[] = [
  ['0001-foundations', foundations],
  ['0002-documents-and-snapshots', documentsAndSnapshots],
  ['0003-endpoint-lines', endpointLines],
  ['0004-bookings', bookings],
  ['0005-series', series],
  ['0007-letters', letters],
  ['0006-readiness', readiness],
  ['0008-capacity', capacity],
  ['0010-approval-and-history', approvalAndHistory],
  ['0012-groups', groups],
  ['0009-templates', templates],
  ['0014-rehearsals', rehearsals],
  ['0015-ledger', ledger],
  ['0017-asked-checks', askedChecks],
  ['0016-approval-desk', approvalDesk],
  ['0021-audit', audit],
  ['0022-mailed-replies', mailedReplies],
  ['0018-clearance', clearance],
  ['0019-sessions-and-passwords', sessionsAndPasswords],
  ['0020-second-factors', secondFactors],
  ['0025-as-released', asReleased],
  ['0023-announced', announced],
  ['0026-names-folded-again', namesFoldedAgain],
  ['0027-units-that-never-were', unitsThatNeverWere],
  ['0031-rooms-in-full', roomsInFull],
  ['0028-one-time-links', oneTimeLinks],
  ['0040-letters-and-calls', lettersAndCalls],
  ['0041-papers', papers],
  ['0043-needs-chair', needsChair],
  ['0044-papers-of-delegates', papersOfDelegates],
  ['0050-account-language', accountLanguage],
  ['0051-speakers-of-every-item', speakersOfEveryItem],
  ['0052-chair-order', chairOrder],
  ['0053-conference-owners', conferenceOwners],
  ['0054-standing-changes', standingChanges],
  ['0055-screen-codes', screenCodes],
  ['0056-conference-requests', conferenceRequests],
  ['0057-bridges', bridges],
  ['0058-bridge-loads', bridgeLoads],
  ['0059-bridges-in-service', bridgesInService],
  ['0060-conferences-on-bridges', conferencesOnBridges],
  ['0061-further-bridges', furtherBridges],
  ['0062-uplinks', uplinks],
];

/** Any number that no other advisory lock of this project uses; see booking.ts. */
const turnToMigrate = 1_162_025;

/** What a server does in the transaction of the migrations, so that no other one comes between. */
export interface Newcomer {
  /**
   * Rejects where this server must not use the database now.
   * @param changes whether migrations follow
   */
  check(transaction: Database, changes: boolean): Promise<void>;
  enter(transaction: Database): Promise<void>;
}

/**
 * Runs the migrations that the database lacks, in the order of the list above, in one transaction. Several
 * processes can call it at once: they take turns, and the second finds nothing left to do.
 *
 * The table was first made by Kysely's Migrator, and is compatible with it. The Migrator sorts by name, so a
 * migration merged later under a lower number ran before others in a new database, and after them or not at
 * all in an old one.
 * @throws StartRefused where the database has a migration that this version does not know, or a migration
 * fails; nothing is changed then.
 */
export async function migrate(database: Database, logger: Logger, newcomer?: Newcomer): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${turnToMigrate})`.execute(transaction);
    await sql`
      create table if not exists kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)
    `.execute(transaction);
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(transaction);
    const done = new Set(rows.map(({ name }) => name));
    const unknown = [...done].filter((name) => !migrations.some(([known]) => known === name));
    if (unknown.length > 0) {
      throw new StartRefused(
        `the database was written by another version of the service, since this one does not know ${unknown.join(', ')}`,
        'Start that version again, or restore the copy of the database that was made before the update',
      );
    }
    const missing = migrations.filter(([name]) => !done.has(name));
    await newcomer?.check(transaction, missing.length > 0);
    for (const [name, migration] of missing) {
      try {
        await migration.up(transaction);
      } catch (error) {
        throw new StartRefused(
          `the database could not be brought to this version: ${name} failed, and nothing was changed`,
          'Start the version that ran before, and report this line',
          { cause: error },
        );
      }
      await sql`
        insert into kysely_migration (name, timestamp) values (${name}, ${new Date().toISOString()})
      `.execute(transaction);
      logger.info({ migration: name }, 'database migrated');
    }
    await newcomer?.enter(transaction);
  });
}
