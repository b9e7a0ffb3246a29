import { readFileSync, readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect } from 'chai';
import { temporaryPglite } from '../support/storage/database.ts';
import { eventually } from '../support/eventually.ts';
import { startService } from '../support/service.ts';

interface Told {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly nice: number;
}

/** The fields of proc(5) for a process or thread. */
function told(stat: string): Told {
  const [from, to] = [stat.indexOf('('), stat.lastIndexOf(')')];
  const fields = stat.slice(to + 2).split(' ');
  return {
    pid: Number(stat.slice(0, from)),
    parent: Number(fields[1]),
    name: stat.slice(from + 1, to),
    nice: Number(fields[16]),
  };
}

const childrenOf = (pid: number): readonly Told[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [told(readFileSync(`/proc/${name}/stat`, 'latin1'))];
      } catch {
        // The thread has ended since.
        return [];
      }
    })
    .filter(({ parent }) => parent === pid);

/** The nice values of all threads of the process. */
const niceOf = (pid: number): ReadonlySet<number> =>
  new Set(
    readdirSync(`/proc/${pid}/task`).map(
      (thread) => told(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1')).nice,
    ),
  );

const isWorker = ({ name }: Told): boolean => name.startsWith('mediasoup');

/** Starts the service at nice 0, whatever the nice value of this test is. */
async function start(through: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { folder } = await temporaryPglite();
  const service = await startService({
    folder,
    port: 0,
    environment: { DIEMCAU_MEDIA__WORKERS: '1', ...environment },
    through: ['nice', '-n', String(-getPriority()), ...through],
  });
  const pid = service.process.pid ?? 0;
  const worker = (): number | undefined => childrenOf(pid).find(isWorker)?.pid;
  return {
    pid,
    worker,
    lines: service.lines,
    /** The nice values of all threads, by kind of process. */
    nice: () => ({
      workers: niceOf(worker() ?? 0),
      signalling: niceOf(pid),
      workshop: new Set(
        childrenOf(pid)
          .filter((child) => !isWorker(child))
          .flatMap((child) => [child, ...childrenOf(child.pid)].flatMap((each) => [...niceOf(each.pid)])),
      ),
    }),
    metrics: async (): Promise<string> => (await fetch(`http://${service.operations}/metrics`)).text(),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

const withoutCapability = ['setpriv', '--bounding-set=-sys_nice', '--inh-caps=-sys_nice'];

describe('scheduling priorities', function () {
  this.timeout(180_000);

  it('put media above signalling where that is allowed, also for a replacement worker', async () => {
    await using service = await start([]);
    const expected = { workers: new Set([-10]), signalling: new Set([0]), workshop: new Set([10]) };
    expect(service.nice()).to.deep.equal(expected);
    const first = service.worker() ?? 0;
    process.kill(first, 'SIGKILL');
    await eventually(async () => {
      const now = service.worker();
      const isUp = /diemcau_worker_up\{worker="0"\} 1/.test(await service.metrics());
      return isUp && now !== undefined && now !== first;
    }, 'another worker');
    expect(service.nice()).to.deep.equal(expected);
    const metrics = await service.metrics();
    expect(metrics).to.include('diemcau_worker_nice{worker="0"} -10\n');
    expect(metrics).to.include('diemcau_process_nice 0\n');
  });

  it('put signalling below media where raising is not allowed, in every thread, and log it once', async () => {
    await using service = await start(withoutCapability);
    expect(service.nice()).to.deep.equal({
      workers: new Set([0]),
      signalling: new Set([10]),
      workshop: new Set([19]),
    });
    const metrics = await service.metrics();
    expect(metrics).to.include('diemcau_worker_nice{worker="0"} 0\n');
    expect(metrics).to.include('diemcau_process_nice 10\n');
    const lines = service.lines.map((line): unknown => JSON.parse(line));
    const said = lines.filter((line) => JSON.stringify(line).includes('scheduling priorit'));
    expect(said).to.have.length(1);
    expect(said[0]).to.deep.include({ priorities: { workers: 0, signalling: 10, workshop: 19 } });
  });

  it('are equal where the configuration says so', async () => {
    await using service = await start([], { DIEMCAU_MEDIA__WORKERSAHEAD: '0' });
    expect(service.nice()).to.deep.equal({
      workers: new Set([0]),
      signalling: new Set([0]),
      workshop: new Set([10]),
    });
  });
});
