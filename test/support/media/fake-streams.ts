import type { Source } from '../../../protocol/media.ts';
import type { BridgePlace, Note, Preference, TransportOptions } from '../../../server/media/media-bridge.ts';

export interface FakeTransport {
  readonly place: BridgePlace;
  readonly options: TransportOptions;
  note: Note;
  connected: boolean;
}

export interface FakeProducer {
  readonly place: BridgePlace;
  readonly transportId: string | undefined;
  /** The producer that this one copies. */
  readonly original: string | undefined;
  readonly codec: string | undefined;
  readonly isMeasured: boolean;
  readonly source: Source | undefined;
  paused: boolean;
  packets: number;
}

export interface FakeConsumer {
  readonly transportId: string;
  readonly producerId: string;
  preference: Preference;
  paused: boolean;
  packets: number;
}
