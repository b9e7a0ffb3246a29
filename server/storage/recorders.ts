import { sql } from 'kysely';
import type { Database } from './schema.ts';

/** By its place, so that what is booked stays booked when recorders are taken away and given back. */
const slotId = (place: number): string => `00000000-0000-8000-8000-${place.toString(16).padStart(12, '0')}`;

/** Says how many conferences can be recorded at one time. What was booked before stays. */
export const setRecorderSlots = (database: Database, count: number): Promise<void> =>
  database.transaction().execute(async (transaction) => {
    const ids = Array.from({ length: count }, (_, place) => slotId(place));
    await sql`delete from recorder_slot where id <> all(${ids}::uuid[])`.execute(transaction);
    await sql`
      insert into recorder_slot (id) select unnest(${ids}::uuid[]) on conflict do nothing
    `.execute(transaction);
  });
