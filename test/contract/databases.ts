import { openDatabase, type OpenDatabase } from '../../server/storage/database.ts';
import type { Database } from '../../server/storage/schema.ts';
import { silent, startPostgres, temporaryFolder, temporaryPglite } from '../support/storage/database.ts';

const kinds = {
  'PGlite on disk': async () => openDatabase({ ...(await temporaryPglite()), logger: silent }),
  PostgreSQL: async () => {
    const postgres = await startPostgres();
    const [url, folder] = await Promise.all([postgres.freshDatabase(), temporaryFolder()]);
    return openDatabase({ url, folder, logger: silent });
  },
} satisfies Record<string, () => Promise<OpenDatabase>>;

/** Runs the suite on a fresh database of each supported kind. */
export function onEachDatabase(subject: string, suite: (database: () => Database) => void): void {
  for (const [kind, open] of Object.entries(kinds)) {
    describe(`${subject} on ${kind}`, function () {
      this.timeout(60_000);
      let opened: OpenDatabase | undefined;
      before(async () => {
        opened = await open();
      });
      after(() => opened?.[Symbol.asyncDispose]());
      suite(() => {
        if (!opened) throw new Error('The database is open only while tests run');
        return opened.database;
      });
    });
  }
}
