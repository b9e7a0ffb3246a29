import { sql } from 'kysely';
import type { ConferenceOwner, ConferenceOwners, ProcessLease } from '../../conference/ownership.ts';
import { lives } from '../leases.ts';
import type { Database } from '../schema.ts';

export function createConferenceOwners(
  database: Database,
  { processId, mayTakeOver }: Pick<ProcessLease, 'processId' | 'mayTakeOver'>,
): ConferenceOwners {
  return {
    async claim(conferenceId, { inTurn } = { inTurn: false }) {
      // Which of the living processes is to lead a conference: the highest by a hash of both, so that all agree
      // without asking each other, and the conferences of a dead process are shared out among the others.
      const rank = (alias: string) => sql`md5(${conferenceId}::text || ${sql.ref(`${alias}.id`)}::text)`;
      const { rows } = await sql<{ epoch: number }>`
        insert into conference_owner as held (conference_id, process_id, epoch)
        select ${conferenceId}::uuid, me.id, 1 from control_process me
        where me.id = ${processId} and ${lives('me')} and not (
          ${inTurn}::boolean
          and exists (
            select from control_process other where ${lives('other')} and ${rank('other')} > ${rank('me')}
          )
          and not exists (
            select from conference_owner mine
            where mine.conference_id = ${conferenceId} and mine.process_id = me.id
          )
        )
        on conflict (conference_id) do update set process_id = excluded.process_id, epoch = held.epoch + 1
        where held.process_id is null or held.process_id = excluded.process_id or not exists (
          select from control_process owner where owner.id = held.process_id
          -- A process that has stopped has no row.
          and (${lives('owner')} or not ${mayTakeOver()}::boolean)
        )
        returning epoch
      `.execute(database);
      const [claimed] = rows;
      return claimed && { conferenceId, processId, epoch: claimed.epoch };
    },

    async holds({ conferenceId, epoch, ...held }) {
      const { rows } = await sql`
        select from conference_owner
        where conference_id = ${conferenceId} and process_id = ${held.processId} and epoch = ${epoch}
      `.execute(database);
      return rows.length === 1;
    },

    async outdated(ownerships) {
      if (ownerships.length === 0) return [];
      const { rows } = await sql<{ conferenceId: string }>`
        select conference_id from unnest(
          ${ownerships.map(({ conferenceId }) => conferenceId)}::uuid[],
          ${ownerships.map(({ epoch }) => epoch)}::integer[]
        ) as mine (conference_id, epoch)
        where not exists (
          select from conference_owner held
          where held.conference_id = mine.conference_id and held.process_id = ${processId} and held.epoch = mine.epoch
        )
      `.execute(database);
      const ids = new Set(rows.map(({ conferenceId }) => conferenceId));
      return ownerships.filter(({ conferenceId }) => ids.has(conferenceId));
    },

    async areOrphaned() {
      const { rows } = await sql<{ orphaned: boolean }>`
        select exists (
          select from conference_owner held join meeting on meeting.id = held.conference_id
          where meeting.state = 'live' and held.process_id is not null
            and not exists (
              select from control_process owner where owner.id = held.process_id and ${lives('owner')}
            )
        ) as orphaned
      `.execute(database);
      return rows[0]?.orphaned === true;
    },

    async ownerOf(conferenceId) {
      const { rows } = await sql<ConferenceOwner>`
        select held.process_id, owner.address, owner.id is not null as is_alive
        from conference_owner held
        left join control_process owner on owner.id = held.process_id and ${lives('owner')}
        where held.conference_id = ${conferenceId} and held.process_id is not null
      `.execute(database);
      return rows[0];
    },

    async eldest() {
      const { rows } = await sql<ConferenceOwner>`
        select id as process_id, address, true as is_alive from control_process
        where ${lives('control_process')}
        order by started_at, id
        limit 1
      `.execute(database);
      return rows[0];
    },

    async release({ conferenceId, epoch, ...held }) {
      await sql`
        update conference_owner set process_id = null
        where conference_id = ${conferenceId} and process_id = ${held.processId} and epoch = ${epoch}
      `.execute(database);
    },
  };
}
