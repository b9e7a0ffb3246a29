import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import { recall } from '../../../server/conference/recall.ts';
import { startFailure, StartRefused } from '../../../server/start-refused.ts';
import { connect, embeddedConnection, postgresConnection } from '../../../server/storage/connection.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { startEmbedded } from '../../../server/storage/embedded/embedded.ts';
import { migrations } from '../../../server/storage/migrations/migrate.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import {
  execute,
  silent,
  startPostgres,
  temporaryFolder,
  temporaryPglite,
} from '../../support/storage/database.ts';
import { freePort } from '../../support/network/free-port.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { startService } from '../../support/service.ts';
import { allRows, schemaOf, type Rows } from '../../support/storage/whole-database.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/upgrades/', import.meta.url));
const dumps = readdirSync(fixtures).filter((name) => name.endsWith('.sql.gz'));
const textOf = (dump: string): string => gunzipSync(readFileSync(`${fixtures}${dump}`)).toString();

/**
 * Columns whose existing values a migration changes. 0014: older checks have no value for newer measurements.
 * 0026: names are found without their hyphens and apostrophes. 0043: a template says whether it needs a chair.
 * 0051: agenda items have a list of speakers.
 */
const changedColumns: Readonly<Record<string, readonly string[]>> = {
  meeting: ['agenda'],
  rehearsal: ['figures'],
  meeting_template: ['plan'],
  site: ['folded'],
  endpoint: ['folded'],
};
/** Dropped by migration 0019. */
const droppedColumns = ['previous_hash'];
/** Rows that a migration removes. 0019: people sign in once more, devices stay paired. */
const isRemoved = (table: string, row: Readonly<Record<string, unknown>>): boolean =>
  table === 'session' && row['subject_kind'] === 'account';

const agendaItems = z.array(z.looseObject({ title: z.string() }));
const agendasIn = (meetings: Rows[string] = []): Readonly<Record<string, unknown>> =>
  Object.fromEntries(meetings.map(({ id, agenda }) => [String(id), agenda]));

/** The rows with only those columns, sorted by their JSON. */
const narrowed = (rows: Rows[string] = [], columns: readonly string[]): readonly string[] =>
  rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).sort();

async function expectUpgraded(database: Database, before: Rows, expected: readonly string[]): Promise<void> {
  const after = await allRows(database);
  for (const [table, rows] of Object.entries(before)) {
    const kept = rows.filter((row) => !isRemoved(table, row));
    const changed = [...(changedColumns[table] ?? []), ...droppedColumns];
    const columns = Object.keys(rows[0] ?? {}).filter((column) => !changed.includes(column));
    expect(narrowed(after[table], columns), table).to.deep.equal(narrowed(kept, columns));
  }
  for (const table of ['site', 'endpoint']) {
    for (const { name, folded } of after[table] ?? []) expect(folded, table).to.equal(fold(String(name)));
  }
  const withSpeakers = (agenda: unknown) =>
    agendaItems.parse(agenda).map((item) => ({ ...item, speakers: [] }));
  expect(agendasIn(after['meeting'])).to.deep.equal(
    Object.fromEntries(
      Object.entries(agendasIn(before['meeting'])).map(([id, agenda]) => [id, withSpeakers(agenda)]),
    ),
  );
  for (const { plan } of after['meeting_template'] ?? []) {
    const { agenda } = z.looseObject({ agenda: agendaItems }).parse(plan);
    expect(agenda).to.deep.equal(withSpeakers(agenda));
  }
  expect(await schemaOf(database)).to.deep.equal(expected);
  const log = createConferenceLog(database);
  const conferences = [
    ...new Set((before['conference_event'] ?? []).map((row) => String(row['conference_id']))),
  ];
  expect(conferences).to.have.length(1);
  for (const id of conferences) {
    const { state } = await recall(id, log, silent);
    expect(state.phase).to.equal('in-session');
    expect(state.seq).to.equal(before['conference_event']?.length);
    expect(Object.keys(state.participants)).to.have.length.above(5);
  }
}

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('should have been refused'),
    (error: unknown) => error,
  );

describe('data of earlier versions', function () {
  this.timeout(240_000);

  let fresh: readonly string[];
  before(async () => {
    const [url, folder] = [await (await startPostgres()).freshDatabase(), await temporaryFolder()];
    await using made = await openDatabase({ url, folder, logger: silent });
    fresh = await schemaOf(made.database);
  });

  /** A PostgreSQL database of that version, with its rows. */
  const restored = async (dump: string) => {
    const url = await (await startPostgres()).bareDatabase();
    const database = connect({ ...postgresConnection(url), max: 1 }, silent);
    await execute(database, textOf(dump));
    const rows = await allRows(database);
    await database.destroy();
    return { url, rows, folder: await temporaryFolder() };
  };

  it('have people, rooms, meetings and a session', () => {
    expect(dumps.length).to.be.at.least(5);
    for (const dump of dumps)
      for (const table of [
        'account',
        'endpoint',
        'site',
        'meeting',
        'invitation',
        'session',
        'conference_event',
      ])
        expect(textOf(dump), `${dump}: ${table}`).to.include(`INSERT INTO public.${table} VALUES`);
  });

  for (const dump of dumps) {
    it(`${dump}: keeps all data unchanged, with the schema of a new database`, async () => {
      const { rows, ...place } = await restored(dump);
      await using upgraded = await openDatabase({ ...place, logger: silent });
      await expectUpgraded(upgraded.database, rows, fresh);
    });

    it(`${dump}: a server starts with it and shows its meetings, units and rooms`, async () => {
      const { rows, url, folder } = await restored(dump);
      await using service = await startService({
        folder,
        port: await freePort(),
        environment: {
          DIEMCAU_STORAGE__URL: url,
          DIEMCAU_OPERATIONS__PORT: '0',
          DIEMCAU_MEDIA__WORKERS: '1',
          DIEMCAU_MEDIA__LISTEN__PORT: '0',
          // Nobody knows the password of the old administrator.
          DIEMCAU_IDENTITY__ADMINISTRATOR__LOGIN: 'quantri-moi',
        },
      });
      const caller = await RestCaller.signIn(service.url, 'quantri-moi', administrator.password);
      const { meetings } = await caller.call('meeting.list', { query: { limit: 100 } });
      const shown = z.object({ id: z.string(), title: z.string(), starts_at: z.coerce.date() });
      const expected = z.array(shown).parse(rows['meeting']);
      expect(meetings.map(({ id, title, startsAtMs }) => ({ id, title, startsAtMs }))).to.have.deep.members(
        expected.map(({ id, title, starts_at }) => ({ id, title, startsAtMs: starts_at.getTime() })),
      );
      const { endpoints } = await caller.call('endpoint.list', { query: { limit: 1_000 } });
      expect(endpoints.map(({ id }) => id)).to.have.members(rows['endpoint']?.map((row) => row['id']) ?? []);
      const { sites } = await caller.call('site.search', { query: { q: 'Xuân Hòa' } });
      expect(sites.map(({ name }) => name)).to.include('Phường Xuân Hoà');
    });
  }

  it('are upgraded in the embedded database as well', async () => {
    const folder = await temporaryFolder();
    let rows: Rows;
    {
      await using embedded = await startEmbedded(folder, silent);
      const database = connect(embeddedConnection(embedded.socketFolder), silent);
      await execute(database, textOf('37c0606.sql.gz'));
      await execute(database, 'set search_path to default');
      rows = await allRows(database);
      await database.destroy();
    }
    await using upgraded = await openDatabase({ folder, logger: silent });
    await using made = await openDatabase({ ...(await temporaryPglite()), logger: silent });
    await expectUpgraded(upgraded.database, rows, await schemaOf(made.database));
  });

  it('of a later version are refused in one line with the action to take, and without a change', async () => {
    const url = await (await startPostgres()).freshDatabase();
    const folder = await temporaryFolder();
    {
      await using open = await openDatabase({ url, folder, logger: silent });
      await execute(open.database, `insert into kysely_migration values ('9999-from-later', '2031-01-01')`);
    }
    const env = {
      ...process.env,
      NODE_ENV: 'test',
      DIEMCAU_STORAGE__URL: url,
      DIEMCAU_STORAGE__FOLDER: folder,
      DIEMCAU_LOGGING__LEVEL: 'warn',
    };
    const outcome = await new Promise((resolve) => {
      execFile(process.execPath, ['server/main.ts'], { env }, (error, out, err) =>
        resolve({ code: error?.code, out, err }),
      );
    });
    expect(outcome).to.deep.equal({
      code: 1,
      out: '',
      err:
        'The service did not start: the database was written by another version of the service, since this one does not know ' +
        '9999-from-later. Start that version again, or restore the copy of the database that was made before the update.\n',
    });
  });

  it('that cannot be upgraded stay unchanged, and the refusal names the failed step', async () => {
    const { url, folder, rows } = await restored('37c0606.sql.gz');
    const database = connect({ ...postgresConnection(url), max: 1 }, silent);
    await execute(database, 'create table rehearsal_picture ()');
    const error = await refusal(openDatabase({ url, folder, logger: silent }));
    expect(error).to.be.instanceOf(StartRefused);
    expect(startFailure(error)).to.equal(
      'The service did not start: the database could not be brought to this version: 0014-rehearsals failed, and nothing was ' +
        'changed: relation "rehearsal_picture" already exists. Start the version that ran before, and report this line.',
    );
    const { rehearsal_picture: _, ...after } = await allRows(database);
    expect(after).to.deep.equal(rows);
    await database.destroy();
  });

  it('know each migration by a unique name', () => {
    const names = migrations.map(([name]) => name);
    expect(new Set(names).size).to.equal(names.length);
  });
});
