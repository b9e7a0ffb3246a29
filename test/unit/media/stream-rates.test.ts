import { expect } from 'chai';
import fc from 'fast-check';
import { measure } from '../../../domain/media/stream-rates.ts';
import type { MeasuredStream, StreamRates } from '../../../domain/media/stream-rates.ts';

const lookMs = 500;
const packetBits = 8_000;

/** A stream that is measured twice a second; `seen` has the rates after each look. */
class Watched {
  #atMs = 0;
  #packets: number[];
  #measured: MeasuredStream | undefined;
  readonly seen: StreamRates[] = [];

  constructor(encodings = 1) {
    this.#packets = Array.from({ length: encodings }, () => 0);
    this.#look();
  }

  /** Adds the given number of packets to each encoding, spread over half a second. */
  bring(...packets: readonly number[]): this {
    this.#packets = this.#packets.map((before, encoding) => before + (packets[encoding] ?? 0));
    this.#atMs += lookMs;
    return this.#look();
  }

  times(count: number, ...packets: readonly number[]): this {
    for (let n = 0; n < count; n += 1) this.bring(...packets);
    return this;
  }

  wait(ms: number): this {
    this.#atMs += ms;
    return this;
  }

  get rates(): StreamRates | undefined {
    return this.seen.at(-1);
  }

  get packetsPerS(): number | undefined {
    return this.rates?.encodings[0]?.packetsPerS;
  }

  #look(): this {
    const encodings = this.#packets.map((packets) => ({ packets, bits: packets * packetBits }));
    this.#measured = measure(this.#measured, { atMs: this.#atMs, encodings, frameShares: [1] });
    this.seen.push(this.#measured.rates);
    return this;
  }
}

describe('the measured rates of a stream', () => {
  it('are unknown for two seconds, then the average with headroom', () => {
    const stream = new Watched().times(3, 50);
    expect(stream.packetsPerS).to.equal(undefined);
    stream.bring(50);
    expect(stream.packetsPerS).to.be.within(125, 152);
    expect(stream.rates?.encodings[0]?.bps).to.be.within(125 * packetBits, 152 * packetBits);
  });

  it('rise at the first look at movement, and fall after ten seconds', () => {
    const still = new Watched().times(30, 2);
    const before = still.packetsPerS ?? NaN;
    expect(before).to.be.below(10);
    const moves = still.bring(140);
    expect(moves.packetsPerS).to.be.above(140);
    moves.bring(140);
    const moving = moves.packetsPerS ?? NaN;
    expect(moving).to.be.above(280);
    moves.times(18, 2);
    expect(moves.packetsPerS).to.equal(moving);
    moves.times(6, 2);
    expect(moves.packetsPerS).to.equal(before);
  });

  it('are the same object while the rate stays within a step, for any noise', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 200 }),
        fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true }), { minLength: 60, maxLength: 200 }),
        (packets, noise) => {
          const stream = new Watched();
          for (const factor of noise) stream.bring(packets * factor);
          const changes = stream.seen.slice(1).filter((rates, index) => rates !== stream.seen[index]).length;
          // The first value, then at most two steps up to the peak of the noise, and one back.
          expect(changes).to.be.at.most(4);
        },
      ),
    );
  });

  it('cover the actual rate within a second', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 6, maxLength: 80 }), (brought) => {
        const stream = new Watched();
        for (const [index, packets] of brought.entries()) {
          stream.bring(packets);
          if (index < 4) continue;
          const lastSecond = packets + (brought[index - 1] ?? 0);
          expect(stream.packetsPerS).to.be.at.least(lastSecond);
        }
      }),
    );
  });

  it('exist for each encoding that is sent, and end with one that is not sent any more', () => {
    const camera = new Watched(3).times(10, 8, 20);
    expect(camera.rates?.encodings.map((rate) => rate !== undefined)).to.deep.equal([true, true, false]);
    camera.times(4, 8);
    expect(camera.rates?.encodings.map((rate) => rate !== undefined)).to.deep.equal([true, false, false]);
    // An encoding that starts again is measured again; its earlier packets do not count.
    camera.times(3, 8, 90);
    expect(camera.rates?.encodings[1]).to.equal(undefined);
    camera.times(3, 8, 90);
    expect(camera.rates?.encodings[1]?.packetsPerS).to.be.above(180);
  });

  it('start over after a pause, and when the counters start over', () => {
    const stream = new Watched().times(10, 50);
    expect(stream.packetsPerS).not.to.equal(undefined);
    stream.wait(5_000).bring(50);
    expect(stream.packetsPerS).to.equal(undefined);
    stream.times(10, 50).bring(-400);
    expect(stream.packetsPerS).to.equal(undefined);
  });

  it('are zero for slides that send no packets', () => {
    expect(new Watched().times(10, 0).rates?.encodings[0]).to.deep.equal({ packetsPerS: 0, bps: 0 });
  });
});
