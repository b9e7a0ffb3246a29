import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { ConferenceRequestRepository } from '../../conference/other-conferences.ts';
import { ms } from '../leases.ts';
import type { Database } from '../schema.ts';

/** Longer than anyone waits for an answer: the process that asked has gone. */
const keptForMs = 60_000;

export const createConferenceRequestRepository = (database: Database): ConferenceRequestRepository => ({
  async ask(conferenceId, command) {
    const id = uuid();
    await sql`
      insert into conference_request (id, conference_id, command)
      values (${id}, ${conferenceId}, ${JSON.stringify(command)}::jsonb)
    `.execute(database);
    return id;
  },

  async isDone(id) {
    const { rows } = await sql`select from conference_request where id = ${id}`.execute(database);
    return rows.length === 0;
  },

  async remove(id) {
    const { numAffectedRows } = await sql`
      delete from conference_request
      where id = ${id} or asked_at < clock_timestamp() - ${ms(keptForMs)}
    `.execute(database);
    return (numAffectedRows ?? 0n) > 0n;
  },

  async waiting(conferenceIds) {
    if (conferenceIds.length === 0) return [];
    const { rows } = await sql<{ id: string; conferenceId: string; command: unknown }>`
      select id, conference_id, command from conference_request
      where conference_id = any(${conferenceIds}::uuid[]) and asked_at > clock_timestamp() - ${ms(keptForMs)}
      order by id
    `.execute(database);
    return rows;
  },
});
