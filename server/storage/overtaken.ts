import { sql } from 'kysely';
import type { Database } from './schema.ts';

/** What was to be changed is no longer what it was. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Any number that no other lock of this project has; see booking.ts. */
const turnToWrite = 1_162_005;

/**
 * A transaction that writes a list, and says whether it was done: where the work throws `Overtaken`, nothing of it was. Those
 * who write lists take turns: each sees what the one before has written, and none waits for another in a ring.
 */
export async function unlessOvertaken(
  database: Database,
  work: (transaction: Database) => Promise<void>,
): Promise<boolean> {
  try {
    await database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${turnToWrite})`.execute(transaction);
      await work(transaction);
    });
    return true;
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}
