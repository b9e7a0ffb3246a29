import { sql } from 'kysely';
import type { PictureCost, UplinkCost } from '../../../domain/media/budget.ts';
import type { Database } from '../schema.ts';

/** The only bridge: the workers of this process. */
export const ownBridge = 'own';

/**
 * Sets what the bridge carries; later reservations cannot exceed it. Earlier reservations stay.
 * @param costs what one participant takes, largest pictures first
 */
export const setCapacity = (
  database: Database,
  packetsPerS: number,
  costs: readonly PictureCost[],
): Promise<void> =>
  database.transaction().execute(async (transaction) => {
    await sql`
      insert into bridge (id, packets_per_s) values (${ownBridge}, ${packetsPerS})
      on conflict (id) do update set packets_per_s = excluded.packets_per_s
    `.execute(transaction);
    await sql`delete from picture_cost where bridge_id = ${ownBridge}`.execute(transaction);
    for (const [rank, { pictures, packetsPerS: cost, moderatorPacketsPerS }] of costs.entries()) {
      await sql`
        insert into picture_cost (bridge_id, rank, pictures, packets_per_s, moderator_packets_per_s)
        values (${ownBridge}, ${rank}, ${pictures}, ${cost}, ${moderatorPacketsPerS})
      `.execute(transaction);
    }
  });

/** Sets what one participant takes of the line of a unit, largest pictures first. Earlier reservations stay. */
export const setUplinkCosts = (database: Database, costs: readonly UplinkCost[]): Promise<void> =>
  database.transaction().execute(async (transaction) => {
    await sql`delete from uplink_cost`.execute(transaction);
    for (const [rank, { pictures, bps, moderatorBps }] of costs.entries()) {
      await sql`
        insert into uplink_cost (rank, pictures, bps, moderator_bps) values (${rank}, ${pictures}, ${bps}, ${moderatorBps})
        on conflict (rank) do update set pictures = excluded.pictures, bps = excluded.bps,
          moderator_bps = excluded.moderator_bps
      `.execute(transaction);
    }
  });
