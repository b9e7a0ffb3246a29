import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { MeasuredLine } from '../../domain/schedule/rehearsal.ts';
import { Failure } from '../../protocol/failure.ts';
import { largestLineProbe, lineEchoBytes } from '../../protocol/rest/line.ts';

/** Created once. Random, so that compression on the way does not make it smaller. */
const noise = randomBytes(largestLineProbe);
/** A probe that fits into one or two packets measures the round trip; a larger one, the bandwidth. */
const roundTripBytes = 1_000;

/**
 * Measures one room's line by bytes over HTTP. Each probe ends in random bytes of its own: a client that
 * echoes them has received all bytes before them, so the server's own clock measures the way there and back.
 */
export class LineProbes {
  readonly #now: () => number;
  #pending: { readonly echo: string; readonly bytes: number; readonly sentMs: number } | undefined;
  #roundTripMs: number | null = null;
  #down: { readonly bytes: number; readonly tookMs: number } | undefined;
  #upBps: number | null = null;

  /** @param now monotonic clock, in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param bytes from `lineEchoBytes` to `largestLineProbe` */
  probe(bytes: number): Readable {
    const tail = randomBytes(lineEchoBytes);
    this.#pending = { echo: tail.toString('hex'), bytes, sentMs: this.#now() };
    return Readable.from([Buffer.concat([noise.subarray(0, bytes - lineEchoBytes), tail])]);
  }

  /** Takes the echo of the last probe, which the client sends with its next request. */
  echoed(echo: string | undefined): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined || pending.echo !== echo) return;
    const { bytes } = pending;
    const tookMs = this.#now() - pending.sentMs;
    if (bytes <= roundTripBytes) this.#roundTripMs = Math.min(this.#roundTripMs ?? Infinity, tookMs);
    else this.#down = { bytes, tookMs };
  }

  /** Counts the incoming bytes and discards them. @throws Failure `payload-too-large` */
  async receive(content: Readable): Promise<number> {
    let [bytes, atFirst, firstMs] = [0, 0, 0];
    for await (const chunk of content) {
      if (Buffer.isBuffer(chunk)) bytes += chunk.length;
      if (bytes > largestLineProbe) throw new Failure('payload-too-large');
      if (atFirst === 0) [atFirst, firstMs] = [bytes, this.#now()];
    }
    // Counts from the first chunk, which starts the clock: the server does not know how long
    // that chunk was on its way.
    if (bytes > atFirst) this.#upBps = bps(bytes - atFirst, this.#now() - firstMs);
    return bytes;
  }

  figures(): Omit<MeasuredLine, 'media'> {
    const down = this.#down;
    // The request and the first byte of the answer take one round trip, which does not
    // depend on the bandwidth.
    const downBps = down === undefined ? null : bps(down.bytes, down.tookMs - (this.#roundTripMs ?? 0));
    return { roundTripMs: this.#roundTripMs, downBps, upBps: this.#upBps };
  }
}

const bps = (bytes: number, tookMs: number): number => Math.round((bytes * 8_000) / Math.max(1, tookMs));
