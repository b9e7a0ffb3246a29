import { expect } from 'chai';
import fc from 'fast-check';
import { measure } from '../../domain/media/stream-rates.ts';
import type { MeasuredStream, StreamRates } from '../../domain/media/stream-rates.ts';

const lookMs = 500;
const packetBits = 8_000;

/** A stream that is looked at twice a second, and what it counts for after each look. */
class Watched {
  #atMs = 0;
  #packets: number[];
  #measured: MeasuredStream | undefined;
  readonly seen: StreamRates[] = [];

  constructor(encodings = 1) {
    this.#packets = Array.from({ length: encodings }, () => 0);
    this.#look();
  }

  /** Brings so many packets of each encoding, evenly in half a second. */
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

describe('what a stream counts for', () => {
  it('is unknown for two seconds, then its average with headroom', () => {
    const stream = new Watched().times(3, 50);
    expect(stream.packetsPerS).to.equal(undefined);
    stream.bring(50);
    expect(stream.packetsPerS).to.be.within(125, 152);
    expect(stream.rates?.encodings[0]?.bps).to.be.within(125 * packetBits, 152 * packetBits);
  });

  it('rises with the first look at what moves, and falls after ten seconds', () => {
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

  it('is the same object while it moves within a step, whatever the noise', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 200 }),
        fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true }), { minLength: 60, maxLength: 200 }),
        (packets, noise) => {
          const stream = new Watched();
          for (const factor of noise) stream.bring(packets * factor);
          const changes = stream.seen.slice(1).filter((rates, index) => rates !== stream.seen[index]).length;
          // Known once, then at most two steps up to the peak of the noise, and one back.
          expect(changes).to.be.at.most(4);
        },
      ),
    );
  });

  it('covers what comes, from a second after it has come', () => {
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

  it('is known of each encoding that is sent, and forgotten of one that is not sent any more', () => {
    const camera = new Watched(3).times(10, 8, 20);
    expect(camera.rates?.encodings.map((rate) => rate !== undefined)).to.deep.equal([true, true, false]);
    camera.times(4, 8);
    expect(camera.rates?.encodings.map((rate) => rate !== undefined)).to.deep.equal([true, false, false]);
    // Of what begins anew, what it brought before says nothing.
    camera.times(3, 8, 90);
    expect(camera.rates?.encodings[1]).to.equal(undefined);
    camera.times(3, 8, 90);
    expect(camera.rates?.encodings[1]?.packetsPerS).to.be.above(180);
  });

  it('begins anew after a pause, and where the counts do', () => {
    const stream = new Watched().times(10, 50);
    expect(stream.packetsPerS).not.to.equal(undefined);
    stream.wait(5_000).bring(50);
    expect(stream.packetsPerS).to.equal(undefined);
    stream.times(10, 50).bring(-400);
    expect(stream.packetsPerS).to.equal(undefined);
  });

  it('knows slides that bring nothing at all as still', () => {
    expect(new Watched().times(10, 0).rates?.encodings[0]).to.deep.equal({ packetsPerS: 0, bps: 0 });
  });
});
