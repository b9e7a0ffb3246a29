import type { Pairing, PairingRepository } from '../../identity/devices/pairing-repository.ts';
import { chunks } from '../chunks.ts';
import { instant, isAnyOf, moment } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createPairingRepository(database: Database): PairingRepository {
  return {
    async insert(pairing) {
      await database.insertInto('pairing').values(rowOf(pairing)).execute();
    },

    replaceUnused: (pairings) =>
      database.transaction().execute(async (transaction) => {
        const endpointIds = pairings.map(({ endpoint }) => endpoint.id);
        await transaction
          .deleteFrom('pairing')
          .where(({ ref }) => isAnyOf(ref('endpointId'), endpointIds))
          .where('usedAt', 'is', null)
          .execute();
        for (const some of chunks(pairings.map(rowOf)))
          await transaction.insertInto('pairing').values(some).execute();
      }),

    async dropUnused({ id }) {
      await database.deleteFrom('pairing').where('endpointId', '=', id).where('usedAt', 'is', null).execute();
    },

    async openOf(endpointIds, nowMs) {
      const rows = await database
        .selectFrom('pairing')
        .select(['endpointId', ({ fn }) => fn.max<number>('expiresAt').as('until')])
        .where(({ ref }) => isAnyOf(ref('endpointId'), endpointIds))
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', moment(nowMs))
        .groupBy('endpointId')
        .execute();
      return new Map(rows.map(({ endpointId, until }) => [endpointId, until]));
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

const rowOf = ({ codeHash, endpoint, createdByAccountId, expiresAtMs }: Pairing) => ({
  codeHash,
  endpointId: endpoint.id,
  createdBy: createdByAccountId,
  expiresAt: instant(expiresAtMs),
  usedAt: null,
});
