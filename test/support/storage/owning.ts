import { sql } from 'kysely';
import type { ConferenceOwners, Ownership } from '../../../server/conference/ownership.ts';
import { createConferenceOwners } from '../../../server/storage/repositories/conference-owners.ts';
import type { Database } from '../../../server/storage/schema.ts';

/** The process of tests that need no other one. */
const processId = '019a0000-0000-7000-8000-000000000001';

/** A control process of this database whose lease does not end. */
export async function livingProcess(database: Database): Promise<ConferenceOwners> {
  await sql`
    insert into control_process (id, host, started_at, expires_at)
    values (${processId}, 'test', clock_timestamp(), 'infinity')
    on conflict do nothing
  `.execute(database);
  return createConferenceOwners(database, { processId, mayTakeOver: () => true });
}

/** Makes that process the owner of a conference. */
export async function owned(database: Database, conferenceId: string): Promise<Ownership> {
  const ownership = await (await livingProcess(database)).claim(conferenceId);
  if (!ownership) throw new Error('the conference has an owner');
  return ownership;
}

/** The ownership that a conference's present owner holds. */
export async function ownershipOf(database: Database, conferenceId: string): Promise<Ownership> {
  const { processId: holder, epoch } = await database
    .selectFrom('conferenceOwner')
    .selectAll()
    .where('conferenceId', '=', conferenceId)
    .executeTakeFirstOrThrow();
  if (holder === null) throw new Error('the conference has no owner');
  return { conferenceId, processId: holder, epoch };
}

/** A process that is always certain of its lease. */
export const certain = { isCertain: () => true, interruptions: () => 0 };
