import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { v5 as uuidOf } from 'uuid';
import type { Jobs } from '../letters/jobs.ts';
import type { Execute } from './connection.ts';

const queue = 'diemcau';
/** The name space of job ids (RFC 9562, version 5); any fixed id serves. */
const space = '0c1d8f1e-2f0b-4f4e-9b0a-6a1a3f6f1d3e';
const idOf = (key: string): string => uuidOf(key, space);

/** One query every two seconds costs nothing, and letters and reminders are not urgent. */
const pollingIntervalSeconds = 2;
/** Jobs that one process works on at the same time. */
const batchSize = 10;
/** A job whose process died runs again after this time. */
const expireInSeconds = 300;
/** Retries are half a minute to an hour apart, so a mail server can be down for a working day. */
const retries = { retryLimit: 20, retryDelay: 30, retryBackoff: true, retryDelayMax: 3_600 };
/** Keeps done jobs, and so their keys, for longer than any caller repeats a key. */
const deleteAfterSeconds = 30 * 24 * 60 * 60;
const stopWithinMs = 10_000;

/** How often pg-boss maintains its tables, in seconds. Its defaults: a minute, and a day for deletions. */
type Upkeep = Pick<
  ConstructorOptions,
  'superviseIntervalSeconds' | 'monitorIntervalSeconds' | 'maintenanceIntervalSeconds' | 'bamIntervalSeconds'
>;

/** Jobs of pg-boss. It shares the connections of the repositories, so one connection is enough. */
export async function startJobs(
  execute: Execute,
  logger: Logger,
  upkeep: Upkeep = {},
): Promise<Jobs & AsyncDisposable> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: [...(await execute(text, values))] }) },
    schema: 'job',
    schedule: false,
    // Rebuilding indexes while others write is for much larger databases.
    reindex: false,
    monitorVacuum: false,
    ...upkeep,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'job queue error; the queue continues'));
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
        includeMetadata: true,
      } as const;
      await boss.work(queue, options, (jobs) =>
        Promise.all(
          jobs.map(async ({ id, data, retryCount, retryLimit }) => {
            try {
              await run(data, retryCount >= retryLimit);
              return { id, status: 'completed' as const };
            } catch (error) {
              logger.error({ err: error, jobId: id, data }, 'job failed; it will be retried');
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
