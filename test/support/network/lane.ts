export interface LineQuality {
  /** The lost share of packets, from 0 to 1, in each direction. */
  readonly loss: number;
  /** What each packet needs for the way, beside its time in the queue; default 0. */
  readonly delayMs?: number;
  /** The largest further delay. Each packet has a random one, so packets overtake each other. */
  readonly jitterMs: number;
  /** The bits a second in each direction. Packets beyond it wait in a queue; packets beyond the queue are lost. */
  readonly bps: number;
  /** How long a packet may wait in the queue; default 200. */
  readonly queueMs?: number;
}

export const goodLine: LineQuality = { loss: 0, jitterMs: 0, bps: Infinity };

/** Random numbers, the same in each run. (Park and Miller, minimal standard generator.) */
export class Chance {
  #state = 48_271;

  next(): number {
    this.#state = (this.#state * 48_271) % 0x7fff_ffff;
    return this.#state / 0x7fff_ffff;
  }
}

/** One direction of a line. */
export class Lane {
  readonly #quality: LineQuality;
  readonly #chance: Chance;
  #freeAtMs = 0;

  constructor(quality: LineQuality, chance: Chance) {
    this.#quality = quality;
    this.#chance = chance;
  }

  /** @returns whether it will arrive */
  take(packet: Buffer, forward: (packet: Buffer) => void): boolean {
    const { loss, delayMs = 0, jitterMs, bps, queueMs = 200 } = this.#quality;
    if (this.#chance.next() < loss) return false;
    const nowMs = performance.now();
    const beginsMs = Math.max(nowMs, this.#freeAtMs);
    if (beginsMs - nowMs > queueMs) return false;
    this.#freeAtMs = beginsMs + (packet.length * 8_000) / bps;
    const afterMs = delayMs + this.#freeAtMs - nowMs + this.#chance.next() * jitterMs;
    if (afterMs < 1) forward(packet);
    else setTimeout(forward, afterMs, packet);
    return true;
  }
}
