import type { Source } from '../../../protocol/media.ts';
import { RefusedByBridge } from '../../../server/media/media-bridge.ts';
import type { BridgePlace, MediaKind, Note, Preference } from '../../../server/media/media-bridge.ts';

export interface SimulatedTransport {
  readonly place: BridgePlace;
  readonly direction: 'send' | 'receive';
  readonly decodable: readonly string[];
  note: Note;
  isConnected: boolean;
  /** Its producers and consumers. */
  readonly holds: Set<string>;
}

export interface SimulatedProducer {
  readonly place: BridgePlace;
  readonly kind: MediaKind;
  /** Where its packets come from: a room, a producer on another worker here, or a trunk. */
  readonly from:
    | { readonly is: 'room'; readonly transportId: string; readonly source: Source | undefined }
    | { readonly is: 'link'; readonly of: string }
    | { readonly is: 'trunk'; readonly trunkId: string; readonly of: string };
  isPaused: boolean;
  /** What depends on it: consumers, and producers on other workers. */
  readonly holds: Set<string>;
}

export interface SimulatedConsumer {
  readonly place: BridgePlace;
  readonly transportId: string;
  readonly producerId: string;
  preference: Preference;
  isPaused: boolean;
}

/** How many layers each camera has. */
export const cameraLayers = 3;

export function missing(what: string): never {
  throw new RefusedByBridge('not-found', `no ${what}`);
}
