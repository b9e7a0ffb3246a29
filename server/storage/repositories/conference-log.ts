import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import { loggedEvent } from '../../../protocol/events.ts';
import { ConflictError, type ConferenceLog } from '../../conference/conference-log.ts';
import { instant, isAnyOf } from '../expressions.ts';
import type { Database } from '../schema.ts';

const uniqueViolation = '23505';

export function createConferenceLog(database: Database): ConferenceLog {
  return {
    async append({ conferenceId, processId, epoch }, expectedSeq, events) {
      events.forEach(({ seq }, index) => {
        if (seq !== expectedSeq + 1 + index) {
          throw new RangeError(`Event ${seq} does not follow event ${expectedSeq + index}`);
        }
      });
      if (events.length === 0) return;
      const rows = events.map((event) => ({ ...event, at: new Date(event.at) }));
      // One statement for all events: it writes all or none. The lock makes another process that takes the
      // conference over wait for this append, and this append see what that process has done. The condition
      // refuses a gap, the primary key refuses a race.
      const { numAffectedRows } = await sql`/* prepared append */
        with owned as (
          select epoch from conference_owner
          where conference_id = ${conferenceId} and process_id = ${processId} and epoch = ${epoch}
          for share
        )
        insert into conference_event (conference_id, seq, at, by, type, payload)
        select ${conferenceId}::uuid, event.seq, event.at, event.by, event.type, event.payload
        from owned, jsonb_to_recordset(${JSON.stringify(rows)}) as
          event (seq integer, at timestamptz, by text, type text, payload jsonb)
        where ${expectedSeq} = (
          select coalesce(max(seq), 0) from conference_event where conference_id = ${conferenceId}
        )
      `
        .execute(database)
        .catch((error: unknown) => {
          if (error instanceof DatabaseError && error.code === uniqueViolation) {
            throw new ConflictError(conferenceId, expectedSeq, { cause: error });
          }
          throw error;
        });
      if (numAffectedRows !== BigInt(events.length)) throw new ConflictError(conferenceId, expectedSeq);
    },

    async read(conferenceId, afterSeq) {
      const rows = await database
        .selectFrom('conferenceEvent')
        .select(['seq', 'at', 'by', 'type', 'payload'])
        .where('conferenceId', '=', conferenceId)
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .execute();
      return rows.map((row) => loggedEvent.parse(row));
    },

    async ofTypes(conferenceId, types) {
      const rows = await database
        .selectFrom('conferenceEvent')
        .select(['seq', 'at', 'by', 'type', 'payload'])
        .where('conferenceId', '=', conferenceId)
        .where(({ ref }) => isAnyOf(ref('type'), types))
        .orderBy('seq')
        .execute();
      return rows.map((row) => loggedEvent.parse(row));
    },

    async removedFrom(conferenceIds, participantId) {
      // Uses the expressions of its index, so that PostgreSQL can use the index.
      const { rows } = await sql<{ conferenceId: string }>`
        select c.id as conference_id
        from unnest(${conferenceIds}::uuid[]) as c(id)
        cross join lateral (
          select type from conference_event
          where conference_id = c.id and payload ->> 'participantId' = ${participantId}
            and type in ('participant.removed', 'participant.readmitted')
          order by seq desc
          limit 1
        ) last
        where last.type = 'participant.removed'
      `.execute(database);
      return new Set(rows.map(({ conferenceId }) => conferenceId));
    },

    async lastSeq(conferenceId) {
      const { last } = await database
        .selectFrom('conferenceEvent')
        .select(({ fn }) => fn.max('seq').as('last'))
        .where('conferenceId', '=', conferenceId)
        .executeTakeFirstOrThrow();
      return last ?? 0;
    },

    async saveSnapshot(conferenceId, state, takenAtMs) {
      const row = { seq: state.seq, state: JSON.stringify(state), takenAt: instant(takenAtMs) };
      await database
        .insertInto('conferenceSnapshot')
        .values({ conferenceId, ...row })
        .onConflict((conflict) =>
          conflict.column('conferenceId').doUpdateSet(row).where('conferenceSnapshot.seq', '<', state.seq),
        )
        .execute();
    },

    async latestSnapshot(conferenceId) {
      const row = await database
        .selectFrom('conferenceSnapshot')
        .select('state')
        .where('conferenceId', '=', conferenceId)
        .executeTakeFirst();
      return row?.state;
    },
  };
}
