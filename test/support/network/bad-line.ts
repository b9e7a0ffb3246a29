import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';

export interface LineQuality {
  /** The lost share of packets, from 0 to 1, in each direction. */
  readonly loss: number;
  /** The largest delay. Each packet has a random one, so packets overtake each other. */
  readonly jitterMs: number;
  /**
   * The bits a second in each direction. Packets beyond it wait in a queue of a fifth of a second; packets
   * beyond the queue are lost.
   */
  readonly bps: number;
}

export const goodLine: LineQuality = { loss: 0, jitterMs: 0, bps: Infinity };

const queueS = 0.2;

/** Random numbers, the same in each run. (Park and Miller, minimal standard generator.) */
class Chance {
  #state = 48_271;

  next(): number {
    this.#state = (this.#state * 48_271) % 0x7fff_ffff;
    return this.#state / 0x7fff_ffff;
  }
}

/** One direction of one line. */
class Lane {
  readonly #quality: LineQuality;
  readonly #chance: Chance;
  readonly #forward: (packet: Buffer) => void;
  #freeAtMs = 0;

  constructor(quality: LineQuality, chance: Chance, forward: (packet: Buffer) => void) {
    this.#quality = quality;
    this.#chance = chance;
    this.#forward = forward;
  }

  take(packet: Buffer): void {
    const { loss, jitterMs, bps } = this.#quality;
    if (this.#chance.next() < loss) return;
    const nowMs = performance.now();
    const beginsMs = Math.max(nowMs, this.#freeAtMs);
    if (beginsMs - nowMs > queueS * 1_000) return;
    this.#freeAtMs = beginsMs + (packet.length * 8_000) / bps;
    const delayMs = this.#freeAtMs - nowMs + this.#chance.next() * jitterMs;
    if (delayMs < 1) this.#forward(packet);
    else setTimeout(this.#forward, delayMs, packet);
  }
}

/**
 * A line between browsers and the server's media port: forwards packets that arrive at `from` to `to`, and
 * the answers back. Each sender keeps the `quality` of the time of its first packet. In user space, since not
 * every kernel supports netem.
 */
export class BadLine implements AsyncDisposable {
  /** The quality for new senders. */
  quality: LineQuality = goodLine;
  readonly #door: Socket;
  readonly #to: { readonly address: string; readonly port: number };
  readonly #lanes = new Map<string, { readonly up: Lane; readonly socket: Socket }>();
  readonly #chance = new Chance();
  #open = true;

  private constructor(door: Socket, to: { readonly address: string; readonly port: number }) {
    this.#door = door;
    this.#to = to;
    door.on('message', (packet, { address, port }) => this.#laneOf(address, port).take(packet));
  }

  static async open(
    from: { readonly address: string; readonly port: number },
    to: { readonly address: string; readonly port: number },
  ): Promise<BadLine> {
    const door = createSocket('udp4');
    door.bind(from.port, from.address);
    await once(door, 'listening');
    return new BadLine(door, to);
  }

  #laneOf(address: string, port: number): Lane {
    const known = this.#lanes.get(`${address}:${port}`);
    if (known) return known.up;
    const socket = createSocket('udp4');
    const whileOpen = (send: (packet: Buffer) => void) => (packet: Buffer) => {
      if (this.#open) send(packet);
    };
    const up = new Lane(
      this.quality,
      this.#chance,
      whileOpen((packet) => socket.send(packet, this.#to.port, this.#to.address)),
    );
    const down = new Lane(
      this.quality,
      this.#chance,
      whileOpen((packet) => this.#door.send(packet, port, address)),
    );
    socket.on('message', (packet) => down.take(packet));
    this.#lanes.set(`${address}:${port}`, { up, socket });
    return up;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#open = false;
    for (const { socket } of this.#lanes.values()) socket.close();
    this.#door.close();
    await once(this.#door, 'close');
  }
}
