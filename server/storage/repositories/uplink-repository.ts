import { sql } from 'kysely';
import type { Uplink, UplinkRepository } from '../../bridges/uplink-repository.ts';
import { reserveOnUplink } from '../bookings/booking.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createUplinkRepository(database: Database): UplinkRepository {
  const capOf = async (siteId: string, within: Database = database): Promise<number | null> => {
    const { rows } = await sql<{ bps: number }>`
      select bps::float8 as bps from uplink where site_id = ${siteId}
    `.execute(within);
    return rows[0]?.bps ?? null;
  };

  return {
    capOf: (siteId) => capOf(siteId),

    async list(nowMs) {
      const { rows } = await sql<Uplink>`
        select uplink.site_id, site.name, parent.name as parent_name, uplink.bps::float8 as bps,
          coalesce(sum(r.bps), 0)::float8 as reserved_bps
        from uplink join site on site.id = uplink.site_id
        left join site parent on parent.id = site.parent_id
        left join uplink_reservation r on r.site_id = uplink.site_id and r.during @> ${instant(nowMs)}::timestamptz
        group by uplink.site_id, site.id, parent.id
        order by site.folded, site.id
      `.execute(database);
      return rows;
    },

    async set(siteId, bps, nowMs) {
      await database.transaction().execute(async (transaction) => {
        const before = await capOf(siteId, transaction);
        if (bps === null) {
          await sql`delete from uplink where site_id = ${siteId}`.execute(transaction);
          return;
        }
        await sql`
          insert into uplink (site_id, bps) values (${siteId}, ${bps})
          on conflict (site_id) do update set bps = excluded.bps
        `.execute(transaction);
        if (bps > (before ?? 0)) await reserveOnUplink(transaction, siteId, nowMs);
      });
    },
  };
}
