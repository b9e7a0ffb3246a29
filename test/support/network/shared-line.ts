import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { isRtcp, rtpHeaderBytes } from '../../../simulation/rtp/rtp-packet.ts';
import { Chance, Lane } from './lane.ts';
import type { LineQuality } from './lane.ts';

interface Address {
  readonly ip: string;
  readonly port: number;
}

/** What became of the packets of one stream. */
interface Crossed {
  readonly passed: number;
  readonly dropped: number;
  readonly bytes: number;
}

const nothing: Crossed = { passed: 0, dropped: 0, bytes: 0 };

/**
 * A line that all connections between two bridges share. Each end of a trunk is behind a door of the line, which has one
 * queue in each direction. Counts the packets that are sent to the ends, by the part of a packet that is not encrypted.
 */
export class SharedLine implements Disposable {
  readonly #forth: Lane;
  readonly #back: Lane;
  readonly #doors: { readonly near: Socket; far: Socket; readonly backward: (packet: Buffer) => void }[] = [];
  readonly #crossed = new Map<number, Crossed>();
  #isOpen = true;

  constructor(quality: LineQuality) {
    const chance = new Chance();
    this.#forth = new Lane(quality, chance);
    this.#back = new Lane(quality, chance);
  }

  /** @returns where to send what is for this end */
  async door(to: Address): Promise<Address> {
    const near = await boundSocket();
    let sender: { readonly address: string; readonly port: number } | undefined;
    const backward = (packet: Buffer): void => {
      this.#back.take(packet, () => {
        if (this.#isOpen && sender) near.send(packet, sender.port, sender.address);
      });
    };
    const door = { near, far: await boundSocket(), backward };
    near.on('message', (packet, from) => {
      sender = from;
      const isTaken = this.#forth.take(packet, () => {
        if (this.#isOpen) door.far.send(packet, to.port, to.ip);
      });
      this.#count(packet, isTaken);
    });
    door.far.on('message', backward);
    this.#doors.push(door);
    return { ip: '127.0.0.1', port: near.address().port };
  }

  /** What is sent comes from other ports from now on, as after a firewall has forgotten its connections. */
  async forget(): Promise<void> {
    for (const door of this.#doors) {
      const next = await boundSocket();
      next.on('message', door.backward);
      door.far.close();
      door.far = next;
    }
  }

  crossed(ssrc: number): Crossed {
    return this.#crossed.get(ssrc) ?? nothing;
  }

  [Symbol.dispose](): void {
    this.#isOpen = false;
    for (const { near, far } of this.#doors) {
      near.close();
      far.close();
    }
  }

  #count(packet: Buffer, isTaken: boolean): void {
    if (packet.length < rtpHeaderBytes || isRtcp(packet)) return;
    const ssrc = packet.readUInt32BE(8);
    const { passed, dropped, bytes } = this.crossed(ssrc);
    this.#crossed.set(
      ssrc,
      isTaken
        ? { passed: passed + 1, dropped, bytes: bytes + packet.length }
        : { passed, dropped: dropped + 1, bytes },
    );
  }
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  // A closed end refuses datagrams (ICMP).
  socket.on('error', () => undefined);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
