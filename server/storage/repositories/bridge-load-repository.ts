import { sql } from 'kysely';
import { z } from 'zod';
import type { BridgeLoads } from '../../bridges/bridge-loads.ts';
import type { LoadOnBridge } from '../../media/remote/loads-elsewhere.ts';
import { lives } from '../leases.ts';
import type { Database } from '../schema.ts';

const workerLoads = z.array(
  z.object({ workerId: z.string(), participants: z.number(), packetsPerS: z.number() }),
);

const conferencesOn = z.array(
  z.object({
    conferenceId: z.string(),
    sitePath: z.array(z.string()),
    participants: z.int(),
    present: z.int(),
    eachPacketsPerS: z.number(),
  }),
);

export const createBridgeLoadRepository = (database: Database, processId: string): BridgeLoads => ({
  async tell(loads) {
    const rows = [...loads].map(([bridge_id, load]) => ({ bridge_id, ...load }));
    // A bridge that was removed a moment ago is left out.
    await sql`
      with told as (
        select load.* from jsonb_to_recordset(${JSON.stringify(rows)})
          as load (bridge_id uuid, conferences jsonb, workers jsonb)
        join paired_bridge bridge on bridge.id = load.bridge_id
        join control_process me on me.id = ${processId}
      ), gone as (
        delete from bridge_load
        where process_id = ${processId} and bridge_id not in (select bridge_id from told)
      )
      insert into bridge_load (process_id, bridge_id, conferences, workers)
      select ${processId}::uuid, bridge_id, conferences, workers from told
      on conflict (process_id, bridge_id) do update
      set conferences = excluded.conferences, workers = excluded.workers
    `.execute(database);
  },

  async ofOthers() {
    const { rows } = await sql<{ bridgeId: string; conferences: unknown; workers: unknown }>`
      select load.bridge_id, load.conferences, load.workers
      from bridge_load load join control_process other on other.id = load.process_id and ${lives('other')}
      where load.process_id <> ${processId}
    `.execute(database);
    const loads = new Map<string, LoadOnBridge[]>();
    for (const { bridgeId, conferences, workers } of rows) {
      const ofBridge = loads.get(bridgeId) ?? [];
      ofBridge.push({ conferences: conferencesOn.parse(conferences), workers: workerLoads.parse(workers) });
      loads.set(bridgeId, ofBridge);
    }
    return loads;
  },
});
