import pg from 'pg';
import { embeddedConnection, openPool, postgresConnection } from '../../../server/storage/connection.ts';
import { startEmbedded } from '../../../server/storage/embedded/embedded.ts';
import { silent, startPostgres, temporaryPglite } from './database.ts';

export type RawClient = pg.PoolClient;
export type RawResult = pg.QueryResult;

/** A database of each kind, with only the driver in between. It is closed with the stack. */
export const drivers = {
  'PGlite on disk': async (closing: AsyncDisposableStack) => {
    const { folder } = await temporaryPglite();
    const { socketFolder } = closing.use(await startEmbedded(folder, silent));
    return openPool(embeddedConnection(socketFolder), silent);
  },
  PostgreSQL: async () => openPool(postgresConnection(await (await startPostgres()).freshDatabase()), silent),
};

/** Resolves to the SQLSTATE of a refusal, or to a text for any other outcome. */
export const codeOf = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof pg.DatabaseError ? error.code : String(error)),
  );
