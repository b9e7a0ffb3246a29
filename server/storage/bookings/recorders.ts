import { sql } from 'kysely';
import type { Database } from '../schema.ts';

/** Derived from the place, so that bookings survive when recorders are removed and added again. */
const slotId = (place: number): string => `00000000-0000-8000-8000-${place.toString(16).padStart(12, '0')}`;

/** Sets how many conferences can be recorded at the same time. Earlier bookings stay. */
export const setRecorderSlots = (database: Database, count: number): Promise<void> =>
  database.transaction().execute(async (transaction) => {
    const ids = Array.from({ length: count }, (_, place) => slotId(place));
    await sql`delete from recorder_slot where id <> all(${ids}::uuid[])`.execute(transaction);
    await sql`
      insert into recorder_slot (id) select unnest(${ids}::uuid[]) on conflict do nothing
    `.execute(transaction);
  });
