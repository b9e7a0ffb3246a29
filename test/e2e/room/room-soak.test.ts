import { expect } from 'chai';
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import { eventually } from '../../support/eventually.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, request, sees } from '../pages/witness.ts';

const counters = z.object({ documents: z.int(), nodes: z.int(), jsEventListeners: z.int() });
const heap = z.object({ usedSize: z.number() });

/** What a page holds after the garbage is collected. */
interface Held {
  readonly documents: number;
  readonly jsEventListeners: number;
  readonly heapBytes: number;
  readonly shownNodes: number;
  /** Nodes that memory holds outside the document. */
  readonly detachedNodes: number;
  /** Peer connections that the page has not closed. */
  readonly connections: number;
}

/** The least of each: a leak raises it, and what a round leaves for a moment does not. */
function leastOf(rounds: readonly Held[]): Held {
  const least = (of: keyof Held): number => Math.min(...rounds.map((round) => round[of]));
  return {
    documents: least('documents'),
    shownNodes: least('shownNodes'),
    detachedNodes: least('detachedNodes'),
    jsEventListeners: least('jsEventListeners'),
    heapBytes: least('heapBytes'),
    connections: least('connections'),
  };
}

declare global {
  interface Window {
    /** Every lock on the screen that the page has got. */
    wakeLocks: WakeLockSentinel[];
  }
}

/** Runs in a page before its own scripts. */
function collectWakeLocks(): void {
  window.wakeLocks = [];
  const { wakeLock } = navigator;
  const request = wakeLock.request.bind(wakeLock);
  wakeLock.request = async (type) => {
    const lock = await request(type);
    window.wakeLocks.push(lock);
    return lock;
  };
}

describe('a room’s page over a day, in a real browser', function () {
  this.timeout(600_000);
  let venue: Venue;
  let chair: Page;
  let room: Page;
  let devtools: CDPSession;
  before(async () => {
    venue = await openVenue();
    chair = await venue.chair();
    room = await venue.room(venue.meeting.endpoints[0]);
    await request(chair, 'conference.start', {});
    devtools = await room.context().newCDPSession(room);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  async function held(): Promise<Held> {
    // The witness of the test keeps what it has seen: that is not the page's.
    const { connections, shownNodes } = await room.evaluate(() => {
      const { witness } = window;
      witness.connections = witness.connections.filter(({ connectionState }) => connectionState !== 'closed');
      witness.sockets = witness.sockets.filter(({ readyState }) => readyState === WebSocket.OPEN);
      witness.frames = [];
      const walker = document.createTreeWalker(document);
      let shownNodes = 1;
      while (walker.nextNode()) shownNodes += 1;
      return { connections: witness.connections.length, shownNodes };
    });
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = heap.parse(await devtools.send('Runtime.getHeapUsage'));
    const { documents, nodes, jsEventListeners } = counters.parse(
      await devtools.send('Memory.getDOMCounters'),
    );
    return {
      documents,
      jsEventListeners,
      heapBytes: usedSize,
      shownNodes,
      detachedNodes: nodes - shownNodes,
      connections,
    };
  }

  /** The room is sent out of the meeting, waits, is let in again, raises its hand and sees a break. */
  async function oneMeeting(): Promise<void> {
    const participantId = venue.meeting.endpoints[0];
    await request(chair, 'participant.remove', { participantId });
    await room.getByTestId('over-removed').waitFor();
    await request(chair, 'participant.readmit', { participantId });
    await room.getByTestId('hand-raise').click();
    await room.getByTestId('own-hand').waitFor();
    await request(chair, 'conference.pause', { minutes: 5 });
    await room.getByTestId('break').waitFor();
    await request(chair, 'conference.resume', {});
    await room.getByTestId('break').waitFor({ state: 'detached' });
  }

  /** Looks three times: what a round leaves for a moment goes with it. */
  async function settled(): Promise<Held> {
    return leastOf([await held(), await held(), await held()]);
  }

  /**
   * Expects that in one of the two spans the page has grown by less than one detached node, one listener and 100 kB for
   * each round of it. A leak grows in every span; a view that the page keeps until the next one replaces it, in one. A
   * leak never goes away either, so the page has time to let go of the rest. What it shows depends on its line, too: a
   * mark of a weak one has a dozen nodes.
   */
  async function expectNoLeak(before: Held, between: Held, since: Held, rounds: number): Promise<void> {
    const looks = [since];
    await eventually(
      async () => {
        looks.push(await held());
        const after = leastOf(looks);
        const growth = (of: keyof Held): number =>
          Math.min(between[of] - before[of], after[of] - between[of]);
        expect(growth('documents'), 'documents').to.be.at.most(0);
        expect(growth('connections'), 'connections').to.be.at.most(0);
        expect(growth('detachedNodes'), 'detached nodes').to.be.lessThan(rounds);
        expect(growth('shownNodes'), 'shown nodes').to.be.lessThan(rounds * 3);
        expect(growth('jsEventListeners'), 'listeners').to.be.lessThan(rounds);
        expect(growth('heapBytes'), 'bytes').to.be.lessThan(rounds * 100_000);
        return true;
      },
      'the page to let go of what its rounds have left',
      patience,
    );
  }

  it('holds no more after eleven meetings than after five', async () => {
    const meetings = async (count: number): Promise<Held> => {
      const each: Held[] = [];
      for (let n = 0; n < count; n += 1) {
        await oneMeeting();
        await room.getByTestId('self-view').waitFor();
        await room.locator('[data-testid="tile-chair"] video').waitFor();
        each.push(await held());
      }
      return leastOf(each);
    };
    // The first two still load what every later meeting uses again.
    await meetings(2);
    const before = await meetings(3);
    const between = await meetings(3);
    await expectNoLeak(before, between, await meetings(3), 3);
  });

  it('holds no more after a day of waiting than after an hour', async () => {
    await chair.getByTestId('conference-end').click();
    await chair.getByTestId('confirm').click();
    await room.getByTestId('room-waiting').waitFor();
    await room.clock.install();
    await room.reload();
    await room.locator('[data-testid="room-readiness"][data-state="ready"]').waitFor();
    let answers = 0;
    room.on('requestfinished', (asked) => (answers += Number(asked.url().endsWith('/api/v1/room'))));
    // At each step every timer that is due fires once; the page then finds the last answer old, and gets a new one.
    const stepMinutes = 5;
    const hours = async (count: number): Promise<Held> => {
      for (let minute = 0; minute < 60 * count; minute += stepMinutes) {
        const before = answers;
        await room.clock.fastForward(stepMinutes * 60_000);
        await eventually(() => answers > before, 'the answer to the page’s poll', patience);
      }
      await room.locator('[data-testid="room-readiness"][data-state="ready"]').waitFor();
      return settled();
    };
    const before = await hours(1);
    const between = await hours(12);
    await expectNoLeak(before, between, await hours(11), 11);
  });

  it('keeps the screen on, also after the browser has taken that back', async () => {
    await room.addInitScript(collectWakeLocks);
    await room.reload();
    const held = (): Promise<readonly boolean[]> =>
      room.evaluate(() => window.wakeLocks.map(({ released }) => !released));
    await sees(held, [true]);
    // Gives the page the event that low battery does.
    await room.evaluate(() => window.wakeLocks[0]?.release());
    await sees(held, [false, true]);
  });
});
