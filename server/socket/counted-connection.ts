import type { Duplex } from 'node:stream';
import type { Socket as EngineSocket } from 'engine.io';
import type { WebSocket } from 'ws';
import { type Allowance, type Bucket, fullBucket, refilled, spent } from '../../domain/bucket.ts';

export interface ConnectionLimits {
  /** Seconds within which the client must show a valid pass. */
  readonly passWithinS: number;
  /** The total that is accepted before the pass. */
  readonly beforePass: { readonly packets: number; readonly bytes: number };
  /** For everything after the pass: requests, answers, heartbeats, and empty frames. */
  readonly packets: Allowance;
  readonly bytes: Allowance;
  /** Limit of bytes that wait for a client that does not read. */
  readonly backlogBytes: number;
}

/** Why a connection was cut. */
export type Cut = 'no-pass' | 'too-much' | 'not-the-protocol' | 'reads-too-slowly';

/** Time for the client to receive why it is cut, before the connection closes. */
export const lastWordMs = 250;

/**
 * The first packet is CONNECT, later ones are DISCONNECT, EVENT and ACK: the protocol has one
 * namespace and no binary data.
 */
const first = /^0\/conference,/;
const later = /^[123]\/conference,/;

/**
 * Counts what one connection sends, from its first byte and before socket.io parses anything. Until its
 * pass is accepted, its allowance is minimal. Cuts a connection that exceeds its limits, or that sends
 * something outside this protocol.
 */
export class CountedConnection {
  readonly #raw: Duplex;
  readonly #limits: ConnectionLimits;
  readonly #now: () => number;
  readonly #ended: (why: Cut) => void;
  readonly #deadline: NodeJS.Timeout;
  #websocket: WebSocket | undefined;
  #engine: EngineSocket | undefined;
  #packets: Bucket;
  #bytes: Bucket;
  /** Undefined until the pass is accepted. */
  #sayTooMuch: (() => void) | undefined;
  #waitingBytes = 0;
  #isCut = false;

  /**
   * Must be created in the same turn as the WebSocket, because listening makes the bytes flow.
   * @param now a monotonic clock, in ms
   * @param ended called once, when the connection is cut
   */
  constructor(raw: Duplex, limits: ConnectionLimits, now: () => number, ended: (why: Cut) => void) {
    this.#raw = raw;
    this.#limits = limits;
    this.#now = now;
    this.#ended = ended;
    this.#packets = { left: limits.beforePass.packets, atMs: now() };
    this.#bytes = { left: limits.beforePass.bytes, atMs: now() };
    this.#deadline = setTimeout(() => this.#cut('no-pass'), limits.passWithinS * 1_000);
    raw.on('data', (chunk: Buffer) => this.#countBytes(chunk.length));
    raw.once('close', () => clearTimeout(this.#deadline));
  }

  /** Counts ping and pong frames, which Engine.IO does not see. */
  follow(websocket: WebSocket): void {
    this.#websocket = websocket;
    websocket.on('ping', () => this.#countPacket());
    websocket.on('pong', () => this.#countPacket());
  }

  /** Counts Engine.IO's packets, each before it is handed on. */
  attach(engine: EngineSocket): void {
    this.#engine = engine;
    engine.on('packet', ({ type, data }: { readonly type: string; readonly data?: unknown }) => {
      this.#countPacket();
      const expected = this.#sayTooMuch ? later : first;
      if (type === 'message' && !(typeof data === 'string' && expected.test(data)))
        this.#cut('not-the-protocol');
    });
    engine.on('packetCreate', ({ data }: { readonly data?: unknown }) => {
      this.#waitingBytes += typeof data === 'string' ? data.length : 0;
      // In the next turn, because the sender may be iterating over a list of connections.
      if (this.#waitingBytes > this.#limits.backlogBytes) setImmediate(() => this.#cut('reads-too-slowly'));
    });
    engine.on('flush', () => (this.#waitingBytes = 0));
    // Otherwise ws would wait half a minute for the other side to close, and continue to read.
    engine.once('close', () => setTimeout(() => this.#raw.destroy(), lastWordMs).unref());
  }

  /** @param sayTooMuch tells the client why it is about to be cut */
  passIsGood(sayTooMuch: () => void): void {
    clearTimeout(this.#deadline);
    this.#sayTooMuch = sayTooMuch;
    this.#packets = fullBucket(this.#limits.packets, this.#now());
    this.#bytes = fullBucket(this.#limits.bytes, this.#now());
  }

  #countPacket(): void {
    if (this.#sayTooMuch) this.#packets = refilled(this.#packets, this.#limits.packets, this.#now());
    this.#packets = spent(this.#packets, 1);
    if (this.#packets.left < 0) this.#cut('too-much');
  }

  #countBytes(count: number): void {
    if (this.#sayTooMuch) this.#bytes = refilled(this.#bytes, this.#limits.bytes, this.#now());
    this.#bytes = spent(this.#bytes, count);
    if (this.#bytes.left < 0) this.#cut('too-much');
  }

  #cut(why: Cut): void {
    if (this.#isCut) return;
    this.#isCut = true;
    clearTimeout(this.#deadline);
    this.#ended(why);
    // Stops reading first: the rest of this chunk reaches neither socket.io nor any handler behind it.
    this.#engine?.removeAllListeners('data');
    this.#websocket?.pause();
    if (why === 'too-much' && this.#sayTooMuch) {
      this.#sayTooMuch();
      setTimeout(() => this.#end(), lastWordMs).unref();
    } else {
      this.#end();
    }
  }

  #end(): void {
    this.#engine?.close(true);
    this.#raw.destroy();
  }
}
