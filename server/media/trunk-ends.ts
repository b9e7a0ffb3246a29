import type { BridgePlace, Inventory, MediaKind, Opaque, ProducerId } from './media-bridge.ts';

/**
 * A trunk carries streams of one conference, of one kind, in one direction between workers of two bridges. Both ends
 * have the same id. Sound has trunks of its own, so that it never waits behind pictures.
 */
export type TrunkId = string;

/** Where an end receives, and the keys with which it sends. */
export interface TrunkEnd {
  readonly ip: string;
  readonly port: number;
  readonly keys: Opaque;
}

/** A stream as it leaves a bridge. */
export interface Carried {
  readonly kind: MediaKind;
  readonly rtpParameters: Opaque;
  /** How many spatial layers it has. */
  readonly layers: number;
}

/** Everything that a conference has on one bridge, its ends of trunks included. */
export interface BridgeInventory extends Inventory {
  readonly trunks: readonly {
    readonly trunkId: TrunkId;
    readonly workerId: BridgePlace['workerId'];
    readonly direction: 'send' | 'receive';
    readonly kind: MediaKind;
  }[];
  /** The streams that leave. */
  readonly carried: readonly {
    readonly trunkId: TrunkId;
    readonly producerId: ProducerId;
    readonly layers: number;
  }[];
  /** The streams that arrive; `of` as it was given. */
  readonly arrivals: readonly {
    readonly trunkId: TrunkId;
    readonly producerId: ProducerId;
    readonly of: string;
  }[];
}
