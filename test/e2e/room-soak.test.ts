import { expect } from 'chai';
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience, request } from './witness.ts';

const counters = z.object({ documents: z.int(), nodes: z.int(), jsEventListeners: z.int() });
const heap = z.object({ usedSize: z.number() });

/** What a page holds after the garbage is collected. */
interface Held extends z.infer<typeof counters> {
  readonly heapBytes: number;
  /** Peer connections that the page has not closed. */
  readonly connections: number;
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
    const connections = await room.evaluate(() => {
      const { witness } = window;
      witness.connections = witness.connections.filter(({ connectionState }) => connectionState !== 'closed');
      witness.sockets = witness.sockets.filter(({ readyState }) => readyState === WebSocket.OPEN);
      witness.frames = [];
      return witness.connections.length;
    });
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = heap.parse(await devtools.send('Runtime.getHeapUsage'));
    return {
      ...counters.parse(await devtools.send('Memory.getDOMCounters')),
      heapBytes: usedSize,
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

  it('holds no more after twelve meetings than after four', async () => {
    const meetings = async (count: number): Promise<Held> => {
      for (let n = 0; n < count; n += 1) await oneMeeting();
      await room.getByTestId('self-view').waitFor();
      return held();
    };
    const before = await meetings(4);
    const after = await meetings(8);
    expect(after.documents).to.be.at.most(before.documents);
    expect(after.connections).to.be.at.most(before.connections);
    // Less than one node, listener or 50 kB for each meeting.
    expect(after.nodes - before.nodes, 'nodes').to.be.lessThan(8);
    expect(after.jsEventListeners - before.jsEventListeners, 'listeners').to.be.lessThan(8);
    expect(after.heapBytes - before.heapBytes, 'bytes').to.be.lessThan(8 * 50_000);
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
    // Each minute every timer that is due fires once; the page then finds the last answer old, and gets a new one.
    const hours = async (count: number): Promise<Held> => {
      for (let minute = 0; minute < 60 * count; minute += 1) {
        const before = answers;
        await room.clock.fastForward(60_000);
        await eventually(() => answers > before, 'the answer to the page’s poll', patience);
      }
      await room.locator('[data-testid="room-readiness"][data-state="ready"]').waitFor();
      return held();
    };
    const before = await hours(1);
    const after = await hours(23);
    expect(after.documents).to.be.at.most(before.documents);
    expect(after.nodes - before.nodes, 'nodes').to.be.lessThan(23);
    expect(after.jsEventListeners - before.jsEventListeners, 'listeners').to.be.lessThan(23);
    expect(after.heapBytes - before.heapBytes, 'bytes').to.be.lessThan(1_000_000);
  });
});
