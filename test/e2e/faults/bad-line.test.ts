import { expect } from 'chai';
import { concealment, openBadLines } from './bad-line-room.ts';
import type { BadLines } from './bad-line-room.ts';
import { moves } from '../pages/witness.ts';

/** Twice the accepted share, for a busy machine. docs/performance.md has the measured share. */
const mostMadeUp = 0.1;

describe('a room on a bad line, in real browsers', function () {
  this.timeout(240_000);
  let lines: BadLines;

  before(async () => {
    lines = await openBadLines();
  });
  after(() => lines?.[Symbol.asyncDispose]());

  it('keeps hearing while every twentieth packet is lost and each is late by up to 200 ms', async () => {
    const [first] = lines.venue.meeting.endpoints;
    const page = await lines.come(first, { loss: 0.05, jitterMs: 200, bps: Infinity });
    // The jitter buffer has to adapt to the line.
    await concealment(page, 10);
    const part = await concealment(page, 20);
    expect(part).to.be.below(mostMadeUp);
    await page.context().close();
  });

  it('hears and sees over 500 kbit/s', async () => {
    const [, second] = lines.venue.meeting.endpoints;
    const page = await lines.come(second, { loss: 0, jitterMs: 0, bps: 500_000 });
    await concealment(page, 10);
    const part = await concealment(page, 20);
    expect(part).to.be.below(mostMadeUp);
    await moves(page, '[data-testid="tile-chair"]');
  });
});
