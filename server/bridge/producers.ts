import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { MediaKind, Place, ProducerId } from '../media/media-bridge.ts';
import { missing, unlessClosed } from './refusals.ts';

export interface OpenProducer {
  readonly producer: types.Producer;
  readonly place: Place;
  /** Whether it is the far end of a link, and no participant's own. */
  readonly linked: boolean;
  /** What was asked for last; `producer.paused` says what the worker has answered. */
  paused: boolean;
  /** The far ends of its links. */
  readonly copies: Set<OpenProducer>;
}

/** The streams that have come in, and the far ends of links, which pause and resume with them. */
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

  /** Keeps a participant's own until it closes. */
  add(producer: types.Producer, place: Place): void {
    this.#keep({ producer, place, linked: false, paused: producer.paused, copies: new Set() });
  }

  /** Keeps the far end of a link. */
  addCopy(original: OpenProducer, producer: types.Producer, place: Place): void {
    const copy = { producer, place, linked: true, paused: producer.paused, copies: new Set<OpenProducer>() };
    this.#keep(copy);
    original.copies.add(copy);
    producer.observer.once('close', () => original.copies.delete(copy));
    // What was asked while the link was made.
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

  /** Those of participants: links are how streams travel, not more streams. */
  count(): Record<MediaKind, number> {
    const counts = { audio: 0, video: 0 };
    for (const { producer, linked } of this.#open.values()) if (!linked) counts[producer.kind] += 1;
    return counts;
  }

  #keep(open: OpenProducer): void {
    const { producer } = open;
    this.#open.set(producer.id, open);
    producer.observer.once('close', () => this.#open.delete(producer.id));
  }

  /** The far ends of links first: they must stand open when the keyframe comes that resuming brings. */
  #pauseCopies({ copies, paused }: OpenProducer): void {
    for (const copy of copies) {
      copy.paused = paused;
      this.#pauseCopies(copy);
      setPaused(copy.producer, paused).catch((error: unknown) => {
        // Gone with its worker, or closed meanwhile: then there is nothing to pause either.
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
