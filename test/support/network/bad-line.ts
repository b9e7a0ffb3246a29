import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { Chance, goodLine, Lane } from './lane.ts';
import type { LineQuality } from './lane.ts';

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
  readonly #lanes = new Map<string, { readonly up: (packet: Buffer) => void; readonly socket: Socket }>();
  readonly #chance = new Chance();
  #open = true;

  private constructor(door: Socket, to: { readonly address: string; readonly port: number }) {
    this.#door = door;
    this.#to = to;
    door.on('message', (packet, { address, port }) => this.#laneOf(address, port)(packet));
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

  #laneOf(address: string, port: number): (packet: Buffer) => void {
    const known = this.#lanes.get(`${address}:${port}`);
    if (known) return known.up;
    const socket = createSocket('udp4');
    const whileOpen = (send: (packet: Buffer) => void) => (packet: Buffer) => {
      if (this.#open) send(packet);
    };
    const lanes = [new Lane(this.quality, this.#chance), new Lane(this.quality, this.#chance)] as const;
    const toServer = whileOpen((packet) => socket.send(packet, this.#to.port, this.#to.address));
    const toSender = whileOpen((packet) => this.#door.send(packet, port, address));
    const up = (packet: Buffer): void => void lanes[0].take(packet, toServer);
    socket.on('message', (packet) => lanes[1].take(packet, toSender));
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
