import { expect } from 'chai';
import fc from 'fast-check';
import { linkKey, routeOf } from '../../../domain/media/links.ts';
import type { Route, StreamLink } from '../../../domain/media/links.ts';
import { streamKey } from '../../../domain/media/sources.ts';

const workers = ['a/0', 'a/1', 'b/0', 'b/1', 'b/2', 'c/0', 'c/1'] as const;
const bridges: ReadonlyMap<string, string> = new Map(workers.map((worker) => [worker, worker.slice(0, 1)]));
const stream = streamKey('hall', 'camera');
const someWorkers = fc.shuffledSubarray([...workers]).map((some) => new Set<string>(some));

const crosses = ({ from, to }: StreamLink): boolean => bridges.get(from) !== bridges.get(to);

/** The workers through which a stream comes to one, back to its origin or to a loop. */
function wayTo(worker: string, { links, origin }: Route): readonly string[] {
  const way: string[] = [];
  let at: string | undefined = worker;
  while (at !== undefined && at !== origin && !way.includes(at)) {
    way.push(at);
    at = links.get(linkKey({ stream, to: at }))?.from;
  }
  return [...way, at ?? 'nowhere'];
}

describe('the route of a stream', () => {
  it('is a tree without loops that reaches each worker, and each bridge once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...workers), someWorkers, someWorkers, (origin, former, needed) => {
        const before = routeOf(stream, { origin, bridges, workers: former }, undefined);
        const after = routeOf(stream, { origin, bridges, workers: needed }, before, before.links);
        for (const route of [before, after]) {
          for (const worker of route.workers) expect(wayTo(worker, route).at(-1)).to.equal(origin);
          const others = [...route.workers].filter((worker) => worker !== origin);
          expect([...route.links.values()].map(({ to }) => to)).to.have.members(others);
          const entered = [...route.links.values()].filter(crosses).map(({ to }) => bridges.get(to));
          expect(new Set(entered).size).to.equal(entered.length);
        }
      }),
    );
  });

  it('enters a bridge where it was planned to before the link exists', () => {
    const workersOfB = (...numbers: number[]) => new Set(numbers.map((number) => `b/${number}`));
    const before = routeOf(stream, { origin: 'a/0', bridges, workers: workersOfB(1) }, undefined);
    const { links } = routeOf(stream, { origin: 'a/0', bridges, workers: workersOfB(0, 1) }, before);
    expect([...links.values()].map(({ from, to }) => `${from} to ${to}`)).to.have.members([
      'a/0 to b/1',
      'b/1 to b/0',
    ]);
  });

  it('enters a bridge where it enters it already, for a process that did not plan it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...workers), someWorkers, someWorkers, (origin, former, needed) => {
        const { links } = routeOf(stream, { origin, bridges, workers: former }, undefined);
        const taken = routeOf(stream, { origin, bridges, workers: needed }, undefined, links);
        for (const link of [...links.values()].filter(crosses))
          if (needed.has(link.to)) expect(taken.links.get(linkKey(link))).to.deep.equal(link);
      }),
    );
  });
});
