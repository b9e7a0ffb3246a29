import { expect } from 'chai';
import { liveThrough } from '../../support/province/day.ts';

const minuteMs = 60_000;

// The same as `npm run bench -- province`, in small. Other seeds and sizes: see there.
describe('a simulated province', function () {
  // An hour of it takes seconds.
  this.timeout(60_000);
  it('has everybody home again after each fault, within its budgets, and leaves nothing behind', async () => {
    const day = await liveThrough({
      seed: 4,
      rooms: 80,
      bridges: 4,
      controls: 2,
      districts: 1,
      packetsPerS: 15_000,
      faults: 7,
      periods: [{ startsAtMs: 11 * minuteMs, endsAtMs: 41 * minuteMs }],
    });
    expect(day.faults.length).to.be.above(4);
    expect(day.returns.rooms.size, 'rooms that were away').to.be.above(0);
  });
});
