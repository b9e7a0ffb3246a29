import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { pino } from 'pino';
import { z } from 'zod';
import { Failure } from '../../protocol/failure.ts';
import { TooMuchWork, Workshop, type WorkKind } from '../../server/workshop/workshop.ts';
import { eventually } from '../support/eventually.ts';
import type { OddTask } from '../support/odd-work.ts';

const who = z.object({
  pid: z.number(),
  parent: z.number(),
  priority: z.number(),
  environment: z.record(z.string(), z.string()),
});

describe('the workshop', function () {
  this.timeout(60_000);
  let workshop: Workshop;
  const outcomes: string[] = [];
  before(() => {
    workshop = new Workshop({
      logger: pino({ level: 'silent' }),
      worked: (kind, outcome) => outcomes.push(`${kind} ${outcome}`),
    });
  });
  after(() => workshop[Symbol.asyncDispose]());
  afterEach(() => outcomes.splice(0));

  const oddAt = (place: Workshop, kind: Partial<WorkKind> = {}) => {
    const work = place.kind<OddTask, unknown>({
      name: 'odd',
      module: new URL('../support/odd-work.ts', import.meta.url),
      deadlineMs: 30_000,
      heapMb: 64,
      lasting: false,
      atOnce: 1,
      waiting: 10,
      waitingOfOne: 5,
      ...kind,
    });
    return (task: OddTask, by: string) => work(() => task, by);
  };
  const odd = (kind?: Partial<WorkKind>) => oddAt(workshop, kind);
  const ended = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('answers with plain data, including bytes and maps', async () => {
    const what = {
      bytes: new Uint8Array([1, 2, 3]),
      map: new Map([['a', [1, null, undefined]]]),
      text: 'Xã Tam Hồng',
    };
    expect(await odd()({ do: 'echo', what }, 'a')).to.deep.equal(what);
    expect(outcomes).to.deep.equal(['odd answered']);
  });

  it('passes on the reason of a failure, and nothing that the work prints', async () => {
    expect(await ended(odd()({ do: 'fail' }, 'a')))
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.includes('TypeError: no such work');
    expect(await odd()({ do: 'write', what: '{"level":60}\n' }, 'a')).to.equal('written');
  });

  it('kills work that is overdue or out of memory, and continues', async () => {
    const overdue = odd({ deadlineMs: 1_000 });
    expect(await ended(overdue({ do: 'spin' }, 'a'))).to.be.instanceOf(TooMuchWork);
    // This work uses no CPU time, like work on an overloaded machine: not the fault of its input.
    expect(await ended(overdue({ do: 'wait-for-ever' }, 'a')))
      .to.be.instanceOf(Failure)
      .with.property('code', 'unavailable');
    for (const excess of ['fill-memory', 'fill-an-array', 'exit'] as const) {
      expect(await ended(odd()({ do: excess }, 'a')), excess).to.be.instanceOf(TooMuchWork);
    }
    const large = odd({ residentMb: 300 });
    expect(await ended(large({ do: 'fill-buffers' }, 'a'))).to.be.instanceOf(TooMuchWork);
    expect(outcomes).to.deep.equal([
      'odd overdue',
      'odd late',
      ...Array.from({ length: 4 }, () => 'odd died'),
    ]);
    expect(await odd()({ do: 'echo', what: 'còn đây' }, 'a')).to.equal('còn đây');
  });

  it('runs each piece of work in its own process, or in a process that is reused', async () => {
    const once = odd();
    const first = who.parse(await once({ do: 'who' }, 'a'));
    const second = who.parse(await once({ do: 'who' }, 'a'));
    expect(second.pid).not.to.equal(first.pid);
    expect(second.parent).to.equal(first.parent).and.not.to.equal(process.pid);
    expect(first.priority).to.be.above(0);
    expect(Object.keys(first.environment)).not.to.include('PATH');
    await eventually(() => ![first, second].some(({ pid }) => isAlive(pid)), 'both processes to end');

    const lasting = odd({ lasting: true });
    const third = who.parse(await lasting({ do: 'who' }, 'a'));
    expect(who.parse(await lasting({ do: 'who' }, 'a')).pid).to.equal(third.pid);
    await ended(lasting({ do: 'exit' }, 'a'));
    expect(who.parse(await lasting({ do: 'who' }, 'a')).pid).not.to.equal(third.pid);
  });

  it('serves callers in turn, and refuses work beyond the limit of one caller or of all', async () => {
    const work = odd({ lasting: true, waiting: 4, waitingOfOne: 3 });
    const order: string[] = [];
    const asked = (by: string): Promise<void> =>
      work({ do: 'echo', what: by }, by).then(
        () => void order.push(by),
        (error: unknown) => {
          expect(error).to.be.instanceOf(Failure).with.property('code', 'unavailable');
          order.push(`${by} refused`);
        },
      );
    // The first runs, three wait, and the fifth exceeds the limit of one caller; the second of another
    // exceeds the limit of all.
    await Promise.all('aaaaabb'.split('').map(asked));
    expect(order).to.deep.equal(['a refused', 'b refused', 'a', 'a', 'b', 'a', 'a']);
  });

  it('starts again after its dispatcher was killed, with the waiting work', async () => {
    const work = odd();
    const { parent, pid } = who.parse(await work({ do: 'who' }, 'a'));
    expect(pid).not.to.equal(parent);
    const cut = ended(work({ do: 'wait-for-ever' }, 'a'));
    const next = work({ do: 'who' }, 'a');
    process.kill(parent, 'SIGKILL');
    expect(await cut).to.be.instanceOf(TooMuchWork);
    expect(who.parse(await next).parent).not.to.equal(parent);
  });

  it('is closed before a process ends that has nothing else to do', async () => {
    const main = new URL('../support/workshop-main.ts', import.meta.url);
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(main)]);
    expect(stdout).to.equal('closed');
  });

  it('leaves no process behind', async () => {
    const other = new Workshop({ logger: pino({ level: 'silent' }) });
    const work = oddAt(other, { lasting: true });
    const { parent, pid } = who.parse(await work({ do: 'who' }, 'a'));
    const busy = ended(work({ do: 'spin' }, 'a'));
    await other[Symbol.asyncDispose]();
    await eventually(() => ![parent, pid].some(isAlive), 'both processes to end');
    expect(await busy).to.be.instanceOf(TooMuchWork);
  });
});
