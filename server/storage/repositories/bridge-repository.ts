import { sql } from 'kysely';
import type { BridgeRepository, PairedBridge } from '../../bridges/bridge-repository.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createBridgeRepository(database: Database): BridgeRepository {
  return {
    async list() {
      const { rows } = await sql<PairedBridge>`
        select bridge.id, bridge.name, bridge.site_id, site.name as site_name,
          bridge.code_expires_at as code_expires_at_ms, bridge.paired_at as paired_at_ms, bridge.host,
          bridge.version, bridge.workers, bridge.packets_per_s, bridge.seen_at as seen_at_ms
        from paired_bridge bridge left join site on site.id = bridge.site_id
        order by bridge.name, bridge.id
      `.execute(database);
      return rows;
    },

    async byId(id) {
      const { rows } = await sql<Pick<PairedBridge, 'id' | 'name' | 'siteId'>>`
        select id, name, site_id from paired_bridge where id = ${id}
      `.execute(database);
      return rows[0];
    },

    async insert({ id, name, siteId }, { hash, expiresAtMs }, createdByAccountId) {
      await sql`
        insert into paired_bridge (id, name, site_id, code_hash, code_expires_at, created_by)
        values (${id}, ${name}, ${siteId}, ${hash}, ${instant(expiresAtMs)}, ${createdByAccountId})
      `.execute(database);
    },

    async renewCode(id, { hash, expiresAtMs }) {
      const { numAffectedRows } = await sql`
        update paired_bridge set code_hash = ${hash}, code_expires_at = ${instant(expiresAtMs)} where id = ${id}
      `.execute(database);
      return numAffectedRows === 1n;
    },

    async redeem(codeHash, tokenHash, nowMs) {
      const { rows } = await sql<{ id: string }>`
        update paired_bridge
        set token_hash = ${tokenHash}, paired_at = ${instant(nowMs)}, code_hash = null, code_expires_at = null
        where code_hash = ${codeHash} and code_expires_at > ${instant(nowMs)}
        returning id
      `.execute(database);
      return rows[0]?.id;
    },

    async hasToken(id, tokenHash) {
      const { rows } = await sql`
        select from paired_bridge where id = ${id} and token_hash = ${tokenHash}
      `.execute(database);
      return rows.length === 1;
    },

    async withoutToken(shown) {
      if (shown.length === 0) return [];
      const { rows } = await sql<{ id: string }>`
        select shown.id from unnest(
          ${shown.map(({ id }) => id)}::uuid[], ${shown.map(({ tokenHash }) => tokenHash)}::text[]
        ) as shown (id, token_hash)
        where not exists (
          select from paired_bridge bridge
          where bridge.id = shown.id and bridge.token_hash = shown.token_hash
        )
      `.execute(database);
      return rows.map(({ id }) => id);
    },

    async seen(id, { host, version, workers, packetsPerS }, nowMs) {
      await sql`
        update paired_bridge set host = ${host}, version = ${version}, workers = ${workers},
          packets_per_s = ${packetsPerS}, seen_at = ${instant(nowMs)}
        where id = ${id}
      `.execute(database);
    },

    async remove(id) {
      const { numAffectedRows } = await sql`delete from paired_bridge where id = ${id}`.execute(database);
      return numAffectedRows === 1n;
    },

    async bridgesOf(conferenceId) {
      const { rows } = await sql<{ bridgeId: string }>`
        select bridge_id from conference_bridge where conference_id = ${conferenceId}
        union all
        select bridge_id from conference_further_bridge where conference_id = ${conferenceId}
      `.execute(database);
      return rows.map(({ bridgeId }) => bridgeId);
    },

    async assign(conferenceId, [first, ...further]) {
      await database.transaction().execute(async (transaction) => {
        await sql`
          insert into conference_bridge (conference_id, bridge_id) values (${conferenceId}, ${first})
          on conflict (conference_id) do update set bridge_id = excluded.bridge_id
        `.execute(transaction);
        await sql`
          delete from conference_further_bridge where conference_id = ${conferenceId}
        `.execute(transaction);
        for (const bridgeId of further)
          await sql`
            insert into conference_further_bridge (conference_id, bridge_id) values (${conferenceId}, ${bridgeId})
          `.execute(transaction);
      });
    },

    async release(conferenceId) {
      await sql`delete from conference_bridge where conference_id = ${conferenceId}`.execute(database);
      await sql`delete from conference_further_bridge where conference_id = ${conferenceId}`.execute(
        database,
      );
    },
  };
}
