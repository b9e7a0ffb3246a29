import { expect } from 'chai';
import { openDatabase, type OpenDatabase } from '../../server/storage/database.ts';
import { startJobs } from '../../server/storage/jobs.ts';
import { silent, startPostgres, temporaryFolder, temporaryPglite } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

/** How to open one and the same database again and again; `shared` is whether two may have it at once. */
const kinds = {
  'PGlite on disk': {
    shared: false,
    prepare: async () => {
      const { folder } = await temporaryPglite();
      return () => openDatabase({ folder, logger: silent });
    },
  },
  PostgreSQL: {
    shared: true,
    prepare: async () => {
      const postgres = await startPostgres();
      const [url, folder] = await Promise.all([postgres.freshDatabase(), temporaryFolder()]);
      return () => openDatabase({ url, folder, logger: silent });
    },
  },
} satisfies Record<string, { shared: boolean; prepare: () => Promise<() => Promise<OpenDatabase>> }>;

/** A process that does jobs, as far as a test can have two of them. */
async function startProcess(open: () => Promise<OpenDatabase>, run: (data: unknown) => Promise<void>) {
  await using starting = new AsyncDisposableStack();
  const { execute } = starting.use(await open());
  const jobs = starting.use(await startJobs(execute, silent));
  starting.use(await jobs.work(run));
  const started = starting.move();
  return { jobs, stop: () => started.disposeAsync() };
}

for (const [kind, { shared, prepare }] of Object.entries(kinds)) {
  describe(`jobs on ${kind}`, function () {
    this.timeout(120_000);

    it('are done once for each key, across processes, restarts and later repetitions', async () => {
      const open = await prepare();
      const done: string[] = [];
      const run = async (data: unknown): Promise<void> => {
        done.push(JSON.stringify(data));
      };
      const numbered = (prefix: string, count: number) =>
        Array.from({ length: count }, (_, number) => ({
          key: `${prefix}:${number}`,
          data: { [prefix]: number },
        }));
      const late = { key: 'late', data: { late: true }, notBeforeMs: Date.now() - 60_000 };
      const far = { key: 'far', data: { far: true }, notBeforeMs: Date.now() + 3_600_000 };
      const called = { key: 'off', data: { off: true }, notBeforeMs: Date.now() + 3_000 };

      const first = await startProcess(open, run);
      const second = shared ? await startProcess(open, run) : first;
      await Promise.all([
        first.jobs.send([...numbered('a', 40), late, far, called]),
        second.jobs.send([...numbered('a', 40), late]),
      ]);
      await first.jobs.cancel('off');
      await eventually(() => done.length >= 41, 'the jobs to be done');
      await first.stop();
      if (second !== first) await second.stop();

      const third = await startProcess(open, run);
      await third.jobs.send([...numbered('a', 40), ...numbered('b', 5), late, called]);
      await eventually(() => done.filter((each) => each.includes('b')).length >= 5, 'the later jobs');
      // What is due after the call that was taken back: had that one been left, it would have come before.
      await third.jobs.send([{ key: 'last', data: { last: 1 }, notBeforeMs: called.notBeforeMs + 1 }]);
      await eventually(() => done.includes('{"last":1}'), 'the last job');
      await third.stop();
      expect(done).to.have.members(
        [...numbered('a', 40), ...numbered('b', 5), late, { data: { last: 1 } }].map(({ data }) =>
          JSON.stringify(data),
        ),
      );
    });
  });
}
