import { expect } from 'chai';
import { openDatabase, serveDatabase } from '../../../server/storage/database.ts';
import { migrations } from '../../../server/storage/migrations/migrate.ts';
import { execute, silent, startPostgres, temporaryFolder } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';

const reasonOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe('the lease of a server on PostgreSQL', function () {
  this.timeout(240_000);

  const place = async () => {
    const postgres = await startPostgres();
    return { url: await postgres.freshDatabase(), folder: await temporaryFolder(), logger: silent };
  };

  it('is given to several servers if each has a path of its own, and to none that would change the database', async () => {
    const shared = await place();
    await using a = await serveDatabase({ ...shared, address: '/c/a/' });
    await using b = await serveDatabase({ ...shared, address: '/c/b/' });
    const [last = ''] = migrations.at(-1) ?? [];
    const refusals = await Promise.all([
      reasonOf(serveDatabase({ ...shared, address: '/c/a/' })),
      reasonOf(serveDatabase(shared)),
    ]);
    for (const refusal of refusals)
      expect(refusal).to.match(/^another server, on .* if each has an http\.processPath of its own$/);
    // As if this version had one migration more.
    await execute(a.database, `delete from kysely_migration where name = '${last}'`);
    expect(await reasonOf(serveDatabase({ ...shared, address: '/c/c/' }))).to.match(
      /^another server, on .* and this version has to change the database first$/,
    );
    expect([a.lost.aborted, b.lost.aborted]).to.deep.equal([false, false]);
  });

  it('lets it acknowledge nothing once it could not be renewed for four seconds, and continues afterwards', async () => {
    const shared = await place();
    await using server = await serveDatabase({ ...shared, address: '/c/a/' });
    await using other = await openDatabase(shared);
    const { controlProcess } = server;
    expect(controlProcess.isCertain()).to.equal(true);
    await other.database.transaction().execute(async (transaction) => {
      await execute(transaction, 'select from control_process for update');
      await eventually(() => !controlProcess.isCertain(), 'it to notice');
      expect(controlProcess.renewedAgoMs()).to.be.above(4_000);
    });
    await eventually(() => controlProcess.isCertain(), 'the next renewal');
    expect(server.lost.aborted).to.equal(false);
  });

  it('is over once another server has taken its place', async () => {
    const shared = await place();
    await using server = await serveDatabase(shared);
    await execute(server.database, 'delete from control_process');
    await eventually(() => server.lost.aborted, 'it to notice');
    expect(String(server.lost.reason)).to.include('another server has taken over the database');
  });
});
