import type { BridgeCall, BridgeCallArgs, BridgeCallResult } from '../../../protocol/bridge.ts';
import type { Led } from '../media-bridge.ts';
import type { Cast, RemoteBridge } from './remote-bridge.ts';

/** An id of something on a bridge, and which bridge that is: `‹id of the bridge's worker›@‹end of the bridge's id›`. */
export type SharedId = string;

/** Clients keep such ids for longer than a process lives, so they must be the same in each. */
const tagLength = 12;
export const tagOf = (bridgeId: string): string => bridgeId.slice(-tagLength);
export const tagIn = (id: SharedId): string => id.slice(id.lastIndexOf('@') + 1);
export const localIn = (id: SharedId): string => id.slice(0, Math.max(0, id.lastIndexOf('@')));

/** What a conference has on one of its bridges. */
export class Part {
  readonly bridge: RemoteBridge;
  /** When a participant there was last heard of; undefined before. */
  heardAtMs: number | undefined;
  readonly #led: Led;

  constructor(bridge: RemoteBridge, led: Led) {
    this.bridge = bridge;
    this.#led = led;
  }

  idOf(local: string): SharedId {
    return `${local}@${tagOf(this.bridge.bridgeId)}`;
  }

  call<C extends BridgeCall>(call: C, args: BridgeCallArgs<C>): Promise<BridgeCallResult<C>> {
    return this.bridge.call(this.#led, call, args);
  }

  cast<C extends Cast>(call: C, args: BridgeCallArgs<C>): void {
    this.bridge.cast(this.#led, call, args);
  }
}
