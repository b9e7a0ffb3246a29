import { sql } from 'kysely';
import type { Database } from '../schema.ts';

/** The row to change was changed by another writer. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Any number that no other advisory lock of this project uses; see booking.ts. */
const turnToWrite = 1_162_005;

/**
 * Runs `work`, which writes a list, in a transaction. Returns false, with nothing written, where `work`
 * throws `Overtaken`. Writers of lists take turns: each sees what the one before has written, and they cannot
 * deadlock.
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
