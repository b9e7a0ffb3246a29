import type { WorkerId } from '../../../domain/media/links.ts';
import { isSound } from '../../../domain/media/sources.ts';
import type { Inventory, MediaKind } from '../media-bridge.ts';
import type { SharedId } from './part.ts';

interface Origin {
  readonly transportId: SharedId;
  readonly kind: MediaKind;
}

/** Where the own streams of participants arrive, so that they can be sent to another bridge. */
export class Origins {
  readonly #transports = new Map<SharedId, WorkerId>();
  readonly #producers = new Map<SharedId, Origin>();

  add({ transports, producers }: Pick<Inventory, 'transports' | 'producers'>): void {
    for (const { transportId, workerId } of transports) this.opened(transportId, workerId);
    for (const { producerId, transportId, source } of producers)
      this.produced(producerId, transportId, isSound(source) ? 'audio' : 'video');
  }

  opened(transportId: SharedId, workerId: WorkerId): void {
    this.#transports.set(transportId, workerId);
  }

  produced(producerId: SharedId, transportId: SharedId, kind: MediaKind): void {
    this.#producers.set(producerId, { transportId, kind });
  }

  of(producerId: SharedId): { readonly workerId: WorkerId; readonly kind: MediaKind } | undefined {
    const origin = this.#producers.get(producerId);
    if (origin === undefined) return undefined;
    const workerId = this.#transports.get(origin.transportId);
    return workerId === undefined ? undefined : { workerId, kind: origin.kind };
  }

  transportsOn(workerId: WorkerId): readonly SharedId[] {
    return [...this.#transports].flatMap(([id, at]) => (at === workerId ? [id] : []));
  }

  /** @returns the streams that are over with it */
  closeTransport(transportId: SharedId): readonly SharedId[] {
    this.#transports.delete(transportId);
    const over = [...this.#producers].flatMap(([id, origin]) =>
      origin.transportId === transportId ? [id] : [],
    );
    for (const producerId of over) this.close(producerId);
    return over;
  }

  close(producerId: SharedId): void {
    this.#producers.delete(producerId);
  }
}
