import type { PairingRepository } from '../../identity/devices/pairing-repository.ts';
import { instant, moment } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createPairingRepository(database: Database): PairingRepository {
  return {
    async insert({ codeHash, endpoint, createdByAccountId, expiresAtMs }) {
      await database
        .insertInto('pairing')
        .values({
          codeHash,
          endpointId: endpoint.id,
          createdBy: createdByAccountId,
          expiresAt: instant(expiresAtMs),
          usedAt: null,
        })
        .execute();
    },

    async redeem(codeHash, nowMs) {
      const row = await database
        .updateTable('pairing')
        .set({ usedAt: instant(nowMs) })
        .where('codeHash', '=', codeHash)
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', moment(nowMs))
        .returning('endpointId')
        .executeTakeFirst();
      return row?.endpointId;
    },
  };
}
