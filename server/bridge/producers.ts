import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Source } from '../../protocol/media.ts';
import type { BridgePlace, Inventory, MediaKind, ProducerId, TransportId } from '../media/media-bridge.ts';
import { missing, unlessClosed } from './refusals.ts';

interface Origin {
  readonly transportId: TransportId;
  readonly source: Source | undefined;
}

export interface OpenProducer {
  readonly producer: types.Producer;
  readonly place: BridgePlace;
  /** Where a participant's own stream comes from; undefined for a copy of one. */
  readonly origin: Origin | undefined;
  /** The last requested state; `producer.paused` is the state that the worker has confirmed. */
  paused: boolean;
  /** The far ends of its links. */
  readonly copies: Set<OpenProducer>;
}

/**
 * The incoming streams, the far ends of links, and what arrives from other bridges. Far ends of links pause and resume
 * with their originals.
 */
export class Producers {
  readonly #open = new Map<ProducerId, OpenProducer>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @throws RefusedByBridge where there is none */
  get(producerId: ProducerId): OpenProducer {
    return this.#open.get(producerId) ?? missing(`producer ${producerId}`);
  }

  find(producerId: ProducerId): OpenProducer | undefined {
    return this.#open.get(producerId);
  }

  inventory(conferenceId: ConferenceId): Pick<Inventory, 'producers' | 'links'> {
    const open = [...this.#open.values()].filter(({ place }) => place.conferenceId === conferenceId);
    return {
      producers: open.flatMap(({ producer, origin, paused }) =>
        origin?.source === undefined
          ? []
          : [
              {
                producerId: producer.id,
                transportId: origin.transportId,
                source: origin.source,
                isPaused: paused,
              },
            ],
      ),
      links: open.flatMap(({ producer, copies }) =>
        [...copies].map((copy) => ({
          producerId: copy.producer.id,
          of: producer.id,
          workerId: copy.place.workerId,
        })),
      ),
    };
  }

  /** Keeps a participant's own stream until it closes. */
  add(producer: types.Producer, place: BridgePlace, origin: Origin): void {
    this.#keep({ producer, place, origin, paused: producer.paused, copies: new Set() });
  }

  /** Keeps what arrives from another bridge until it closes. */
  addArrival(producer: types.Producer, place: BridgePlace): void {
    this.#keep({ producer, place, origin: undefined, paused: producer.paused, copies: new Set() });
  }

  addCopy(original: OpenProducer, producer: types.Producer, place: BridgePlace): void {
    const copy = {
      producer,
      place,
      origin: undefined,
      paused: producer.paused,
      copies: new Set<OpenProducer>(),
    };
    this.#keep(copy);
    original.copies.add(copy);
    producer.observer.once('close', () => original.copies.delete(copy));
    // The original was paused or resumed while the link was being made.
    if (original.paused !== copy.paused) this.#pauseCopies(original);
  }

  close(producerId: ProducerId): void {
    this.#open.get(producerId)?.producer.close();
  }

  async setPaused(producerId: ProducerId, paused: boolean): Promise<void> {
    const open = this.get(producerId);
    open.paused = paused;
    this.#pauseCopies(open);
    await unlessClosed(open.producer, setPaused(open.producer, paused));
  }

  /**
   * Counts participants' own streams, without links: a link transports a stream but is not another stream.
   */
  count(): Record<MediaKind, number> {
    const counts = { audio: 0, video: 0 };
    for (const { producer, origin } of this.#open.values()) if (origin) counts[producer.kind] += 1;
    return counts;
  }

  #keep(open: OpenProducer): void {
    const { producer } = open;
    this.#open.set(producer.id, open);
    producer.observer.once('close', () => this.#open.delete(producer.id));
  }

  /** Far ends of links first: they must be open when the keyframe arrives that resuming requests. */
  #pauseCopies({ copies, paused }: OpenProducer): void {
    for (const copy of copies) {
      copy.paused = paused;
      this.#pauseCopies(copy);
      setPaused(copy.producer, paused).catch((error: unknown) => {
        // Gone with its worker, or closed in the meantime: nothing to pause.
        if (copy.producer.closed) return;
        this.#logger.error(
          { err: error, producerId: copy.producer.id },
          'a link does not follow its producer',
        );
      });
    }
  }
}

const setPaused = (producer: types.Producer, paused: boolean): Promise<void> =>
  paused ? producer.pause() : producer.resume();
