import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { migrations } from '../../../server/storage/migrations/migrate.ts';
import {
  execute,
  silent,
  startPostgres,
  temporaryFolder,
  temporaryPglite,
} from '../../support/storage/database.ts';
import { launchPostgres } from '../../support/storage/postgres.ts';
import { eventually } from '../../support/eventually.ts';
import { owned } from '../../support/storage/owning.ts';

const logger = silent;
const event = (seq: number): LoggedEvent => ({
  seq,
  at: seq,
  by: null,
  type: 'conference.started',
  payload: {},
});
const reasonOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe('The embedded database', function () {
  this.timeout(120_000);

  it('finishes running work when it is closed, refuses waiting work, and opens again with all data', async () => {
    const { folder } = await temporaryPglite();
    const conference = uuid();
    const first = await openDatabase({ folder, logger });
    const ownership = await owned(first.database, conference);
    let closed: PromiseLike<void> | undefined;
    let waiting: Promise<string> | undefined;
    await first.database.transaction().execute(async (transaction) => {
      waiting = reasonOf(first.ping());
      closed = first[Symbol.asyncDispose]();
      await createConferenceLog(transaction).append(ownership, 0, [event(1)]);
    });
    await closed;
    await first[Symbol.asyncDispose]();
    expect(await waiting).to.match(/destroyed/);
    expect(first.lost.aborted).to.equal(false);
    expect(await reasonOf(first.ping())).to.match(/destroyed/);

    await using again = await openDatabase({ folder, logger });
    expect(await createConferenceLog(again.database).read(conference, 0)).to.deep.equal([event(1)]);
  });

  it('keeps a second server out while it is open', async () => {
    const { folder } = await temporaryPglite();
    {
      await using _first = await openDatabase({ folder, logger });
      expect(await reasonOf(openDatabase({ folder, logger }))).to.equal(
        `another server is using the data folder ${folder}`,
      );
      await _first.ping();
    }
    await using second = await openDatabase({ folder, logger });
    await second.ping();
  });

  it('is served in folders whose names are too long for a socket', async () => {
    const { folder } = await temporaryPglite();
    const long = join(folder, 'điểm-cầu-'.repeat(10));
    await mkdir(long);
    await rename(join(folder, 'pgdata'), join(long, 'pgdata'));
    await using open = await openDatabase({ folder: long, logger });
    await open.ping();
    expect(await readdir(long)).to.have.members(['lock', 'pgdata']);
  });

  it('does not accept a folder whose creation was interrupted', async () => {
    const { folder } = await temporaryPglite();
    const { folder: made } = await temporaryPglite();
    await rm(join(folder, 'pgdata'), { recursive: true });
    await mkdir(join(folder, 'pgdata.unfinished'));
    await cp(join(made, 'pgdata', 'global'), join(folder, 'pgdata.unfinished', 'global'), {
      recursive: true,
    });
    await using open = await openDatabase({ folder, logger });
    await open.ping();
    expect(existsSync(join(folder, 'pgdata.unfinished'))).to.equal(false);
  });

  it('reports its loss, and refuses at once, when it fails below SQL', async () => {
    const { folder } = await temporaryPglite();
    await using open = await openDatabase({ folder, logger });
    // Without its write-ahead log PostgreSQL panics, which in WebAssembly ends the instance.
    await rm(join(folder, 'pgdata', 'pg_wal'), { recursive: true });
    await reasonOf(execute(open.database, 'select pg_switch_wal()'));
    await reasonOf(execute(open.database, 'create table after_the_flood (id integer)'));
    await eventually(() => open.lost.aborted, 'the loss to be told');
    expect(open.lost.reason).to.be.instanceOf(Error);
    expect(await reasonOf(open.ping())).to.not.equal('no refusal');
  });
});

describe('PostgreSQL', function () {
  this.timeout(120_000);

  it('is migrated once by many servers that start at the same time', async () => {
    const url = await (await startPostgres()).bareDatabase();
    const folder = await temporaryFolder();
    await using servers = new AsyncDisposableStack();
    const opened = await Promise.all(Array.from({ length: 6 }, () => openDatabase({ url, folder, logger })));
    for (const server of opened) servers.use(server);
    for (const { database } of opened) {
      const { rows } = await execute(database, 'select name from kysely_migration');
      expect(rows).to.deep.equal(migrations.map(([name]) => ({ name })));
    }
  });

  it('causes errors while it is unreachable, and only then', async () => {
    await using stack = new AsyncDisposableStack();
    const postgres = stack.use(await launchPostgres());
    const url = await postgres.freshDatabase();
    const open = stack.use(await openDatabase({ url, folder: await temporaryFolder(), logger }));
    await open.ping();
    await execute(
      open.database,
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> 0',
    ).catch((error: unknown) => expect(String(error)).to.match(/terminat/));
    await eventually(() => open.ping().then(() => true), 'the next connection to be made');
  });

  it('causes an immediate refusal when it cannot be reached', async () => {
    const folder = await temporaryFolder();
    const url = `postgres://postgres@localhost/none?host=${folder}`;
    expect(await reasonOf(openDatabase({ url, folder, logger }))).to.match(/ENOENT/);
  });
});
