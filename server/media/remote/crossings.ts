import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { WorkerId } from '../../../domain/media/links.ts';
import { RefusedByBridge } from '../media-bridge.ts';
import type { Inventory, MediaKind, Preference } from '../media-bridge.ts';
import type { BridgeInventory, TrunkId } from '../trunk-ends.ts';
import { localIn } from './part.ts';
import type { Part, SharedId } from './part.ts';
import type { RemoteBridge } from './remote-bridge.ts';
import { TrunkWatch } from './trunk-watch.ts';

/** A worker of a conference, and the bridge that runs it. */
export interface Station {
  readonly part: Part;
  readonly workerId: WorkerId;
}

interface Trunk {
  readonly trunkId: TrunkId;
  readonly from: Station;
  readonly to: Station;
  readonly kind: MediaKind;
  readonly ready: Promise<void>;
}

/** A stream that crosses from one bridge to another. */
interface Crossing {
  readonly trunk: Trunk;
  readonly of: SharedId;
  readonly copy: SharedId;
  readonly layers: number;
  /** Who receives the copy, or a copy of it on another worker there, by consumer. */
  readonly receivers: Map<SharedId, Receiver>;
  /** The layers that were last asked for. */
  asked: string;
}

interface Receiver {
  readonly transportId: SharedId;
  preference: Preference;
  isOpen: boolean;
}

/** What was found on a bridge. */
export interface Found {
  readonly part: Part;
  readonly inventory: BridgeInventory;
}

const nobody = '';

/**
 * The streams of one conference that cross between its bridges. A picture crosses in the layers that receivers on the
 * other side want, and always in the smallest one, to which a receiver on a bad line can fall. A picture that nobody
 * there receives does not cross.
 */
export class Crossings implements Disposable {
  readonly #logger: Logger;
  readonly #trunks = new Map<string, Trunk>();
  readonly #crossings = new Set<Crossing>();
  /** By the copy, and by its copies on other workers of the same bridge. */
  readonly #byCopy = new Map<SharedId, Crossing>();
  readonly #watch: TrunkWatch<Trunk>;

  /** @param lost called when copies on a bridge were closed: it has to be asked for what it has */
  constructor(lost: (bridge: RemoteBridge) => void, logger: Logger) {
    this.#logger = logger;
    const openAgain = (trunk: Trunk): void => {
      if (this.#trunks.get(keyOf(trunk)) !== trunk) return;
      // Another one is opened for the streams that are still wanted.
      this.#drop(trunk);
      lost(trunk.to.part.bridge);
    };
    this.#watch = new TrunkWatch(() => [...this.#trunks.values()], openAgain, logger);
  }

  /** The conference is over here. */
  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }

  /** @returns the copy */
  async carry(of: SharedId, kind: MediaKind, from: Station, to: Station): Promise<SharedId> {
    const trunk = this.#trunkFor(kind, from, to);
    const { trunkId } = trunk;
    await trunk.ready;
    const { rtpParameters, layers } = await from.part.call('carry', [trunkId, localIn(of)]);
    let local: string;
    try {
      local = await to.part.call('arrive', [trunkId, of, { ...rtpParameters }]);
    } catch (error) {
      from.part.cast('closeCarrier', [trunkId, localIn(of)]);
      throw error;
    }
    const crossing = this.#keep(trunk, of, to.part.idOf(local), layers);
    if (this.#trunks.get(keyOf(trunk)) === trunk) return crossing.copy;
    this.#end(crossing);
    throw new RefusedByBridge('unavailable', 'the trunk of a stream was closed meanwhile');
  }

  /** A copy was copied to another worker of its bridge. */
  copied(of: SharedId, further: SharedId): void {
    const crossing = this.#byCopy.get(of);
    if (crossing) this.#byCopy.set(further, crossing);
  }

  /** A stream is over, or a copy of it is no longer needed. */
  ended(producerId: SharedId): void {
    const crossing = this.#byCopy.get(producerId);
    this.#byCopy.delete(producerId);
    for (const each of this.#crossings)
      if (each.of === producerId || (each === crossing && each.copy === producerId)) this.#end(each);
  }

  consumed(consumerId: SharedId, transportId: SharedId, producerId: SharedId, preference: Preference): void {
    const crossing = this.#byCopy.get(producerId);
    crossing?.receivers.set(consumerId, { transportId, preference, isOpen: false });
  }

  preferred(consumerId: SharedId, preference: Preference): void {
    this.#change(consumerId, (receiver) => (receiver.preference = preference));
  }

  opened(consumerId: SharedId, isOpen: boolean): void {
    this.#change(consumerId, (receiver) => (receiver.isOpen = isOpen));
  }

  consumerClosed(consumerId: SharedId): void {
    this.#change(consumerId, (_, { receivers }) => receivers.delete(consumerId));
  }

  transportClosed(transportId: SharedId): void {
    for (const crossing of this.#crossings) {
      for (const [consumerId, receiver] of crossing.receivers)
        if (receiver.transportId === transportId) crossing.receivers.delete(consumerId);
      this.#ask(crossing);
    }
  }

  workerDied(workerId: WorkerId): void {
    this.#dropWhere(({ from, to }) => from.workerId === workerId || to.workerId === workerId);
  }

  partLost(part: Part): void {
    this.#dropWhere(({ from, to }) => from.part === part || to.part === part);
  }

  /**
   * Makes what is known agree with what some bridges have. Of a trunk or a stream that only one end has, that end is
   * closed.
   * @returns the copies on these bridges
   */
  found(found: readonly Found[]): Inventory['links'] {
    const on = new Map(found.map(({ part, inventory }) => [part, inventory]));
    this.#dropWhere(({ from, to, trunkId }) =>
      [from, to].some(({ part }) => on.get(part)?.trunks.every((end) => end.trunkId !== trunkId)),
    );
    for (const crossing of this.#crossings) if (!hasBothEnds(crossing, on)) this.#end(crossing);
    this.#adoptTrunks(found);
    this.#adoptCrossings(found);
    return [...this.#crossings].flatMap(({ trunk: { to }, copy, of }) =>
      on.has(to.part) ? [{ producerId: copy, of, workerId: to.workerId }] : [],
    );
  }

  /** Who receives the copies on bridges that were found. Their consumers and links have shared ids. */
  receivedBy({ links, consumers }: Inventory, parts: readonly Part[]): void {
    for (const crossing of this.#crossings)
      if (parts.includes(crossing.trunk.to.part)) crossing.receivers.clear();
    for (let more = true; more;) {
      const before = this.#byCopy.size;
      for (const { of, producerId } of links) this.copied(of, producerId);
      more = this.#byCopy.size > before;
    }
    for (const { consumerId, transportId, producerId, preference, isPaused } of consumers) {
      const crossing = this.#byCopy.get(producerId);
      crossing?.receivers.set(consumerId, { transportId, preference, isOpen: !isPaused });
    }
    for (const crossing of this.#crossings) {
      const { from, to } = crossing.trunk;
      if (!parts.includes(from.part) && !parts.includes(to.part)) continue;
      crossing.asked = 'unknown';
      this.#ask(crossing);
    }
  }

  #adoptTrunks(found: readonly Found[]): void {
    const known = new Set([...this.#trunks.values()].map(({ trunkId }) => trunkId));
    const ends = found.flatMap(({ part, inventory }) => inventory.trunks.map((end) => ({ part, ...end })));
    for (const { trunkId, part, workerId, kind } of ends) {
      if (known.has(trunkId)) continue;
      const to = ends.find((end) => end.trunkId === trunkId && end.direction === 'receive');
      const from = ends.find((end) => end.trunkId === trunkId && end.direction === 'send');
      if (!from || !to || from.part === to.part) {
        part.cast('closeTrunk', [trunkId]);
        continue;
      }
      const trunk = { trunkId, from, to, kind, ready: Promise.resolve() };
      this.#trunks.set(keyOf(trunk), trunk);
      known.add(trunkId);
      this.#logger.debug({ trunkId, workerId }, 'trunk adopted');
    }
  }

  #adoptCrossings(found: readonly Found[]): void {
    const trunks = new Map([...this.#trunks.values()].map((trunk) => [trunk.trunkId, trunk]));
    const isKnown = (trunkId: TrunkId, of: SharedId): boolean =>
      [...this.#crossings].some(({ trunk, of: known }) => trunk.trunkId === trunkId && known === of);
    const carried = found.flatMap(({ part, inventory }) =>
      inventory.carried.map(({ producerId, ...each }) => ({ ...each, part, of: part.idOf(producerId) })),
    );
    for (const { part, inventory } of found) {
      for (const { trunkId, producerId, of } of inventory.arrivals) {
        const trunk = trunks.get(trunkId);
        const copy = part.idOf(producerId);
        if (trunk === undefined || this.#byCopy.has(copy)) continue;
        const sent = carried.find((each) => each.trunkId === trunkId && each.of === of);
        if (sent && !isKnown(trunkId, of)) this.#keep(trunk, of, copy, sent.layers);
        else part.cast('closeProducer', [producerId]);
      }
    }
    for (const { trunkId, part, of } of carried)
      if (trunks.has(trunkId) && !isKnown(trunkId, of)) part.cast('closeCarrier', [trunkId, localIn(of)]);
  }

  #keep(trunk: Trunk, of: SharedId, copy: SharedId, layers: number): Crossing {
    const crossing = { trunk, of, copy, layers, receivers: new Map<SharedId, Receiver>(), asked: nobody };
    this.#crossings.add(crossing);
    this.#byCopy.set(copy, crossing);
    return crossing;
  }

  #trunkFor(kind: MediaKind, from: Station, to: Station): Trunk {
    const key = keyOf({ kind, from, to });
    const known = this.#trunks.get(key);
    if (known) return known;
    const trunkId = randomUUID();
    const trunk = { trunkId, from, to, kind, ready: join(trunkId, kind, from, to) };
    this.#trunks.set(key, trunk);
    trunk.ready.catch((error: unknown) => {
      this.#logger.warn({ err: error, trunkId, from: from.workerId, to: to.workerId }, 'no trunk');
      this.#drop(trunk);
    });
    return trunk;
  }

  #dropWhere(isOver: (trunk: Trunk) => boolean): void {
    for (const trunk of this.#trunks.values()) if (isOver(trunk)) this.#drop(trunk);
  }

  #drop(trunk: Trunk): void {
    if (this.#trunks.get(keyOf(trunk)) === trunk) this.#trunks.delete(keyOf(trunk));
    for (const crossing of this.#crossings) if (crossing.trunk === trunk) this.#end(crossing);
    for (const { part } of [trunk.from, trunk.to]) part.cast('closeTrunk', [trunk.trunkId]);
  }

  #end(crossing: Crossing): void {
    this.#crossings.delete(crossing);
    for (const [copy, known] of this.#byCopy) if (known === crossing) this.#byCopy.delete(copy);
    const { from, to, trunkId } = crossing.trunk;
    to.part.cast('closeProducer', [localIn(crossing.copy)]);
    from.part.cast('closeCarrier', [trunkId, localIn(crossing.of)]);
  }

  #change(consumerId: SharedId, change: (receiver: Receiver, crossing: Crossing) => void): void {
    for (const crossing of this.#crossings) {
      const receiver = crossing.receivers.get(consumerId);
      if (receiver === undefined) continue;
      change(receiver, crossing);
      this.#ask(crossing);
      return;
    }
  }

  /** Asks for the layers that receivers want now, where they are others than before. */
  #ask(crossing: Crossing): void {
    const layers = layersOf(crossing);
    if (crossing.asked === layers.join()) return;
    crossing.asked = layers.join();
    const { of, trunk } = crossing;
    trunk.from.part.call('carryLayers', [trunk.trunkId, localIn(of), layers]).catch((error: unknown) => {
      // It has ended, or its bridge is away: it is asked again when it is back.
      if (this.#crossings.has(crossing))
        this.#logger.warn({ err: error, producerId: of }, 'layers of a stream that crosses are as they were');
    });
  }
}

async function join(trunkId: TrunkId, kind: MediaKind, from: Station, to: Station): Promise<void> {
  const accepting = await to.part.call('acceptTrunk', [trunkId, to.workerId, kind]);
  const { keys } = await from.part.call('openTrunk', [trunkId, from.workerId, kind, accepting]);
  await to.part.call('admitTrunk', [trunkId, { ...keys }]);
}

const keyOf = ({ kind, from, to }: Pick<Trunk, 'kind' | 'from' | 'to'>): string =>
  `${kind} ${from.workerId} ${to.workerId}`;

function layersOf({ layers, receivers }: Crossing): number[] {
  const top = layers - 1;
  const wanted = [...receivers.values()].flatMap(({ isOpen, preference: { layer } }) =>
    isOpen ? [Math.min(layer ?? top, top)] : [],
  );
  return wanted.length === 0 ? [] : [...new Set([0, ...wanted])].toSorted((a, b) => a - b);
}

function hasBothEnds(
  { trunk: { from, to, trunkId }, of, copy }: Crossing,
  on: ReadonlyMap<Part, BridgeInventory>,
): boolean {
  const leaves = on.get(from.part)?.carried;
  const arrives = on.get(to.part)?.arrivals;
  return (
    (leaves?.some((each) => each.trunkId === trunkId && each.producerId === localIn(of)) ?? true) &&
    (arrives?.some(({ producerId }) => producerId === localIn(copy)) ?? true)
  );
}
