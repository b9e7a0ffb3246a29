import { Migrator, type Migration } from 'kysely/migration';
import type { Logger } from 'pino';
import * as foundations from './migrations/0001-foundations.ts';
import * as documentsAndSnapshots from './migrations/0002-documents-and-snapshots.ts';
import * as endpointLines from './migrations/0003-endpoint-lines.ts';
import * as bookings from './migrations/0004-bookings.ts';
import * as series from './migrations/0005-series.ts';
import * as readiness from './migrations/0006-readiness.ts';
import * as letters from './migrations/0007-letters.ts';
import * as capacity from './migrations/0008-capacity.ts';
import * as templates from './migrations/0009-templates.ts';
import * as approvalAndHistory from './migrations/0010-approval-and-history.ts';
import * as groups from './migrations/0012-groups.ts';
import * as rehearsals from './migrations/0014-rehearsals.ts';
import * as ledger from './migrations/0015-ledger.ts';
import * as approvalDesk from './migrations/0016-approval-desk.ts';
import * as askedChecks from './migrations/0017-asked-checks.ts';
import * as clearance from './migrations/0018-clearance.ts';
import * as sessionsAndPasswords from './migrations/0019-sessions-and-passwords.ts';
import * as secondFactors from './migrations/0020-second-factors.ts';
import * as audit from './migrations/0021-audit.ts';
import * as mailedReplies from './migrations/0022-mailed-replies.ts';
import * as announced from './migrations/0023-announced.ts';
import * as namesFoldedAgain from './migrations/0026-names-folded-again.ts';
import type { Database } from './schema.ts';

/** In code rather than read from a folder: what the compiler saw is what runs. Names sort by their number. */
const migrations: Record<string, Migration> = {
  '0001-foundations': foundations,
  '0002-documents-and-snapshots': documentsAndSnapshots,
  '0003-endpoint-lines': endpointLines,
  '0004-bookings': bookings,
  '0005-series': series,
  '0006-readiness': readiness,
  '0007-letters': letters,
  '0008-capacity': capacity,
  '0009-templates': templates,
  '0010-approval-and-history': approvalAndHistory,
  '0012-groups': groups,
  '0014-rehearsals': rehearsals,
  '0015-ledger': ledger,
  '0016-approval-desk': approvalDesk,
  '0017-asked-checks': askedChecks,
  '0018-clearance': clearance,
  '0019-sessions-and-passwords': sessionsAndPasswords,
  '0020-second-factors': secondFactors,
  '0021-audit': audit,
  '0022-mailed-replies': mailedReplies,
  '0023-announced': announced,
  '0026-names-folded-again': namesFoldedAgain,
};

/**
 * Brings the database to the newest migration, all missing ones in one transaction.
 * Safely called by several processes at once: kysely takes a PostgreSQL advisory lock, and who comes second finds nothing left to do.
 */
export async function migrate(database: Database, logger: Logger): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw new Error('The database could not be migrated', { cause: error });
  for (const { migrationName } of results) logger.info({ migration: migrationName }, 'Database migrated');
}
