import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { v5 as uuidOf } from 'uuid';
import type { Jobs } from '../letters/jobs.ts';
import type { Execute } from './connection.ts';

const queue = 'diemcau';
/** The ids of jobs are names in this space (RFC 9562, version 5); any fixed id does. */
const space = '0c1d8f1e-2f0b-4f4e-9b0a-6a1a3f6f1d3e';
const idOf = (key: string): string => uuidOf(key, space);

/** One question to the database in two seconds costs nothing, and letters and reminders are not urgent. */
const pollingIntervalSeconds = 2;
/** So many jobs are under way at once in a process. */
const batchSize = 10;
/** A job of a process that died is done again after so long. */
const expireInSeconds = 300;
/** From half a minute to an hour apart; a mail server that is away for a working day is not too late. */
const retries = { retryLimit: 20, retryDelay: 30, retryBackoff: true, retryDelayMax: 3_600 };
/** Done jobs are kept for so long, and with them their keys: longer than anybody sends one again. */
const deleteAfterSeconds = 30 * 24 * 60 * 60;
const stopWithinMs = 10_000;

/** How often pg-boss looks after its tables, in seconds. Its own values: a minute, and a day for what deletes. */
type Upkeep = Pick<
  ConstructorOptions,
  'superviseIntervalSeconds' | 'monitorIntervalSeconds' | 'maintenanceIntervalSeconds' | 'bamIntervalSeconds'
>;

/** Jobs of pg-boss, over the connections that the repositories use, so that one connection is enough. */
export async function startJobs(
  execute: Execute,
  logger: Logger,
  upkeep: Upkeep = {},
): Promise<Jobs & AsyncDisposable> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: [...(await execute(text, values))] }) },
    schema: 'job',
    schedule: false,
    // A rebuild of indexes while others write is for databases of another size.
    reindex: false,
    monitorVacuum: false,
    ...upkeep,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'the job queue met an error; it goes on'));
  await boss.start();
  await boss.createQueue(queue, { ...retries, expireInSeconds, deleteAfterSeconds });

  return {
    async send(jobs) {
      if (jobs.length === 0) return;
      await boss.insert(
        queue,
        jobs.map(({ key, data, notBeforeMs }) => ({
          id: idOf(key),
          data,
          ...(notBeforeMs !== undefined && { startAfter: new Date(notBeforeMs) }),
        })),
      );
    },

    async cancel(key) {
      await boss.cancel(queue, idOf(key));
    },

    async work(run) {
      const options = {
        pollingIntervalSeconds,
        batchSize,
        burstWhenBatchFull: true,
        perJobResults: true,
      } as const;
      await boss.work(queue, options, (jobs) =>
        Promise.all(
          jobs.map(async ({ id, data }) => {
            try {
              await run(data);
              return { id, status: 'completed' as const };
            } catch (error) {
              logger.error({ err: error, jobId: id, data }, 'a job failed; it is tried again later');
              return { id, status: 'failed' as const, output: { message: String(error) } };
            }
          }),
        ),
      );
      return { [Symbol.asyncDispose]: () => boss.offWork(queue) };
    },

    [Symbol.asyncDispose]: () => boss.stop({ graceful: true, timeout: stopWithinMs }),
  };
}
