import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.ts';
import type { Machine, Running } from './namespaces.ts';
import { roomAnswer } from './room-orders.ts';
import type { RoomAnswer, RoomOrder } from './room-orders.ts';

const program = fileURLToPath(new URL('in-namespace/rooms.ts', import.meta.url));
type OrderTo<Order> = Order extends RoomOrder ? Omit<Order, 'room'> : never;

/** A simulated room on another machine. Its media is plain RTP, so its bridge must be on the same machine. */
export class FarRoom {
  readonly #rooms: FarRooms;
  readonly #name: string;

  constructor(rooms: FarRooms, name: string) {
    this.#rooms = rooms;
    this.#name = name;
  }

  order(order: OrderTo<RoomOrder>): Promise<RoomAnswer> {
    return this.#rooms.order({ ...order, room: this.#name });
  }

  look(): Promise<RoomAnswer> {
    return this.order({ type: 'look' });
  }

  /** Waits until a look shows what is expected; returns this look. */
  async until(
    isSo: (look: RoomAnswer) => boolean,
    what: string,
    patience: { readonly timeoutMs: number },
  ): Promise<RoomAnswer> {
    let last: RoomAnswer | undefined;
    try {
      return await eventually(
        async () => {
          last = await this.look();
          return isSo(last) && last;
        },
        `${this.#name}: ${what}`,
        { ...patience, intervalMs: 50 },
      );
    } catch (error) {
      throw new Error(`${String(error)}; the last look: ${JSON.stringify(last)}`, { cause: error });
    }
  }
}

/** The simulated rooms of one machine. */
export class FarRooms {
  readonly #running: Running;
  #count = 0;
  /** Answers come in the order of the orders. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(machine: Machine, url: string) {
    this.#running = machine.start(process.execPath, [program, url], { NODE_ENV: 'test' });
  }

  /** @returns the room, once it has joined */
  async enter(
    order: Omit<Extract<RoomOrder, { readonly type: 'enter' }>, 'type' | 'room'>,
  ): Promise<FarRoom> {
    const name = `room ${(this.#count += 1)}`;
    await this.order({ type: 'enter', room: name, ...order });
    return new FarRoom(this, name);
  }

  order(order: RoomOrder): Promise<RoomAnswer> {
    const answer = this.#last.then(async () => {
      this.#running.write(JSON.stringify(order));
      return roomAnswer.parse(JSON.parse(await this.#running.line()));
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}
