import { sql, type RawBuilder } from 'kysely';
import type { BridgeRepository, PairedBridge } from '../../bridges/bridge-repository.ts';
import type { BridgeSettings, ConferenceHome } from '../../media/remote/assignments.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createBridgeRepository(database: Database): BridgeRepository {
  return {
    async list() {
      const { rows } = await sql<PairedBridge>`
        select bridge.id, bridge.name, bridge.site_id, site.name as site_name,
          bridge.code_expires_at as code_expires_at_ms, bridge.paired_at as paired_at_ms, bridge.host,
          bridge.version, bridge.workers, bridge.packets_per_s, bridge.seen_at as seen_at_ms,
          bridge.draining_since as draining_since_ms
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

    async change(id, { name, siteId }) {
      const { numAffectedRows } = await sql`
        update paired_bridge set name = coalesce(${name ?? null}, name),
          site_id = case when ${siteId === undefined} then site_id else ${siteId ?? null}::uuid end
        where id = ${id}
      `.execute(database);
      return numAffectedRows === 1n;
    },

    async drain(id, nowMs) {
      const { numAffectedRows } = await sql`
        update paired_bridge set draining_since = coalesce(draining_since, ${instant(nowMs)}) where id = ${id}
      `.execute(database);
      return numAffectedRows === 1n;
    },

    async undrain(id) {
      const { numAffectedRows } = await sql`
        update paired_bridge set draining_since = null where id = ${id}
      `.execute(database);
      return numAffectedRows === 1n;
    },

    async settings() {
      const { rows } = await sql<BridgeSettings & { id: string }>`
        select bridge.id, bridge.draining_since is not null as is_draining, bridge.seen_at is not null as has_dialled,
          ${pathOf(sql`bridge.site_id`)} as site_path
        from paired_bridge bridge
      `.execute(database);
      return new Map(rows.map(({ id, ...settings }) => [id, settings]));
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

    async homeOf(conferenceId) {
      const { rows } = await sql<ConferenceHome>`
        select
          array(
            select bridge_id::text from conference_bridge where conference_id = ${conferenceId}
            union all
            select bridge_id::text from conference_further_bridge where conference_id = ${conferenceId}
          ) as bridge_ids,
          ${pathOf(sql`(select site_id from meeting where id = ${conferenceId})`)} as site_path,
          (select count(*)::integer from invitation where meeting_id = ${conferenceId}) as expected
      `.execute(database);
      return rows[0] ?? { bridgeIds: [], sitePath: [], expected: 0 };
    },

    async assign(conferenceId, [first, ...further], evenDraining) {
      return database.transaction().execute(async (transaction) => {
        const bridgeIds = [first, ...further];
        // Locked, so that a bridge is not given a conference while another server begins to drain it.
        const { rows } = await sql`
          select from paired_bridge bridge
          where bridge.id = any(${bridgeIds}::uuid[]) and (
            ${evenDraining} or bridge.draining_since is null
            or exists (
              select from conference_bridge carrying
              where carrying.conference_id = ${conferenceId} and carrying.bridge_id = bridge.id
            )
            or exists (
              select from conference_further_bridge carrying
              where carrying.conference_id = ${conferenceId} and carrying.bridge_id = bridge.id
            )
          )
          for share of bridge
        `.execute(transaction);
        if (rows.length < bridgeIds.length) return false;
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
        return true;
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

/** The ids of a unit and of those above it, nearest first; empty where there is none. */
const pathOf = (siteId: RawBuilder<unknown>) => sql`
  array(
    with recursive above as (
      select id, parent_id, 0 as distance from site where id = ${siteId}
      union all
      select parent.id, parent.parent_id, above.distance + 1 from above join site parent on parent.id = above.parent_id
    )
    select id::text from above order by distance
  )`;
