import { expect } from 'chai';
import { pino } from 'pino';
import { z } from 'zod';
import { openDatabase, type OpenDatabase } from '../../server/storage/database.ts';
import { startJobs } from '../../server/storage/jobs.ts';
import { silent, startPostgres, temporaryFolder, temporaryPglite } from '../support/storage/database.ts';
import { eventually } from '../support/eventually.ts';

/**
 * Functions that open the same database again and again; `shared` is whether two processes may open it at
 * once.
 */
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

/** A process that does jobs; the test simulates two of them in one process. */
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

    it('are counted and cleaned up repeatedly, with all maintenance of pg-boss, without an error', async () => {
      const logged: string[] = [];
      const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
      const open = await prepare();
      await using storage = await open();
      const { execute } = storage;
      await using jobs = await startJobs(execute, logger, {
        superviseIntervalSeconds: 1,
        monitorIntervalSeconds: 1,
        maintenanceIntervalSeconds: 1,
        bamIntervalSeconds: 10,
      });
      // Only pg-boss writes these tables. `bam` holds the changes of its own tables that run in the
      // background.
      const seen = async () =>
        z
          .object({
            rounds: z.array(z.number()),
            jobs: z.number(),
            counted: z.number().nullable(),
            unfinished: z.number(),
          })
          .parse(
            (
              await execute(`select
                array[
                  coalesce((select min(extract(epoch from maintain_on)) from job.queue), 0),
                  coalesce((select min(extract(epoch from monitor_on)) from job.queue), 0),
                  coalesce((select extract(epoch from bam_on) from job.version), 0)
                ]::float8[] as rounds,
                (select count(*)::integer from job.job) as jobs,
                (select sum(total_count)::integer from job.queue) as counted,
                (select count(*)::integer from job.bam where status <> 'completed') as unfinished`)
            )[0],
          );
      await jobs.send([
        { key: 'old', data: {} },
        { key: 'new', data: {}, notBeforeMs: Date.now() + 3_600_000 },
      ]);
      await execute(`update job.job set state = 'completed', completed_on = now() - interval '31 days'
        where start_after < now() + interval '1 minute'`);
      const cleared = await eventually(
        async () => {
          const now = await seen();
          const isDone = now.jobs === 1 && now.counted === 1 && now.unfinished === 0;
          return isDone && !now.rounds.includes(0) ? now : undefined;
        },
        'the old job to be deleted, the other counted, and all changes of tables made',
        { timeoutMs: 60_000 },
      );
      await eventually(
        async () => (await seen()).rounds.every((at, index) => at > (cleared.rounds[index] ?? 0)),
        'another round of each',
        { timeoutMs: 60_000 },
      );
      expect(logged).to.deep.equal([]);
    });

    it('run once for each key, across processes, restarts and repeated sends', async () => {
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
      // This job is due after the cancelled one, which would have run first if it still existed.
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
