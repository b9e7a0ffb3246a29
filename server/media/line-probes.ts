import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { MeasuredLine } from '../../domain/schedule/rehearsal.ts';
import { Failure } from '../../protocol/failure.ts';
import { largestLineProbe, lineEchoBytes } from '../../protocol/rest/line.ts';

/** Made once: random, so that nothing on the way makes it smaller. */
const noise = randomBytes(largestLineProbe);
/** What fits into a packet or two measures the round trip; what is larger, the line. */
const roundTripBytes = 1_000;

/**
 * One room's line as the bytes show that go over it by HTTP. Every probe ends in bytes of its own: whoever says them has
 * received all before them, so the server's own clock measures the way there and back.
 */
export class LineProbes {
  readonly #now: () => number;
  #pending: { readonly echo: string; readonly bytes: number; readonly sentMs: number } | undefined;
  #roundTripMs: number | null = null;
  #down: { readonly bytes: number; readonly tookMs: number } | undefined;
  #upBps: number | null = null;

  /** @param now milliseconds that only ever grow */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param bytes from `lineEchoBytes` to `largestLineProbe` */
  probe(bytes: number): Readable {
    const tail = randomBytes(lineEchoBytes);
    this.#pending = { echo: tail.toString('hex'), bytes, sentMs: this.#now() };
    return Readable.from([Buffer.concat([noise.subarray(0, bytes - lineEchoBytes), tail])]);
  }

  /** What a request brings along of the last probe. */
  echoed(echo: string | undefined): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined || pending.echo !== echo) return;
    const { bytes } = pending;
    const tookMs = this.#now() - pending.sentMs;
    if (bytes <= roundTripBytes) this.#roundTripMs = Math.min(this.#roundTripMs ?? Infinity, tookMs);
    else this.#down = { bytes, tookMs };
  }

  /** Counts what comes in and keeps nothing. @throws Failure `payload-too-large` */
  async receive(content: Readable): Promise<number> {
    let [bytes, atFirst, firstMs] = [0, 0, 0];
    for await (const chunk of content) {
      if (Buffer.isBuffer(chunk)) bytes += chunk.length;
      if (bytes > largestLineProbe) throw new Failure('payload-too-large');
      if (atFirst === 0) [atFirst, firstMs] = [bytes, this.#now()];
    }
    // From the first bytes on, with which the clock starts: how long they were on their way, nobody here knows.
    if (bytes > atFirst) this.#upBps = bps(bytes - atFirst, this.#now() - firstMs);
    return bytes;
  }

  figures(): Omit<MeasuredLine, 'media'> {
    const down = this.#down;
    // The question and the answer's first byte take a round trip that is none of the line's width.
    const downBps = down === undefined ? null : bps(down.bytes, down.tookMs - (this.#roundTripMs ?? 0));
    return { roundTripMs: this.#roundTripMs, downBps, upBps: this.#upBps };
  }
}

const bps = (bytes: number, tookMs: number): number => Math.round((bytes * 8_000) / Math.max(1, tookMs));
