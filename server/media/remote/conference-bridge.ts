import type { Logger } from 'pino';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { BridgeCall, BridgeCallArgs, BridgeCallResult } from '../../../protocol/bridge.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import { decodableOf } from '../decodable.ts';
import { RefusedByBridge } from '../media-bridge.ts';
import type {
  BridgeConsumer,
  BridgeEvent,
  BridgePlace,
  BridgeTransport,
  Led,
  LineFigures,
  MediaBridge,
  MediaKind,
  Note,
  Opaque,
  Preference,
  ProducerOptions,
  TransportConnection,
  TransportOptions,
} from '../media-bridge.ts';
import type { BridgeInventory } from '../trunk-ends.ts';
import { Crossings } from './crossings.ts';
import { Holds } from './holds.ts';
import { Origins } from './origins.ts';
import { Part, localIn, tagIn, tagOf } from './part.ts';
import type { SharedId } from './part.ts';
import type { Cast, RemoteBridge } from './remote-bridge.ts';
import { joint, sharedEvent } from './shared-ids.ts';

/** What is over, and what it needs of other bridges. */
interface Surroundings {
  /** Called when the conference is over, or goes on without this process. */
  readonly left: (isOver: boolean) => void;
  /** The bridges that could join. */
  readonly spare: () => readonly RemoteBridge[];
  /** Has a bridge join; it was `found` then. Rejects where it cannot. */
  readonly join: (bridge: RemoteBridge) => Promise<void>;
  /** Those that carry it, are taken out of service and can be left. */
  readonly leaving: () => readonly RemoteBridge[];
  /** A bridge has nothing of it any more, and is to carry it no longer. */
  readonly giveUp: (bridge: RemoteBridge) => void;
  /** A bridge has less of it than was known: asks what. */
  readonly changed: (bridge: RemoteBridge) => void;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * What one conference has on bridges of other processes: on those that carry it at the moment. Between workers of one
 * bridge a link is a pipe, between workers of two it crosses over a trunk.
 */
export class ConferenceBridge implements MediaBridge {
  readonly led: Led;
  readonly outlives = true;
  readonly #surroundings: Surroundings;
  readonly #crossings: Crossings;
  readonly #listeners = new Set<(event: BridgeEvent) => void>();
  readonly #parts = new Map<string, Part>();
  readonly #joining = new Map<RemoteBridge, Promise<void>>();
  readonly #origins = new Origins();
  readonly #holds = new Holds();

  constructor(led: Led, surroundings: Surroundings) {
    this.led = led;
    this.#surroundings = surroundings;
    this.#crossings = new Crossings(surroundings.changed, surroundings.logger);
  }

  get carriers(): readonly RemoteBridge[] {
    return [...this.#parts.values()].map(({ bridge }) => bridge);
  }

  get routerRtpCapabilities(): Opaque {
    const [part] = this.#parts.values();
    if (part === undefined) throw new RefusedByBridge('unavailable', 'no bridge carries the conference yet');
    return part.bridge.status.routerRtpCapabilities;
  }

  /** Bridges carry the conference from now on, or again, and have this of it; undefined: not asked yet. */
  found(found: ReadonlyMap<RemoteBridge, BridgeInventory | undefined>): void {
    const known = [...found].flatMap(([bridge, inventory]) => {
      const before = this.#parts.get(tagOf(bridge.bridgeId));
      const part = before?.bridge === bridge ? before : new Part(bridge, this.led);
      this.#parts.set(tagOf(bridge.bridgeId), part);
      return inventory ? [{ part, inventory }] : [];
    });
    if (known.length === 0) return;
    const crossed = this.#crossings.found(known);
    const inventory = joint(known, crossed);
    this.#origins.add(inventory);
    this.#crossings.receivedBy(
      inventory,
      known.map(({ part }) => part),
    );
    this.tell({ type: 'found', inventory, workers: known.flatMap(({ part }) => part.bridge.workers) });
  }

  /** A bridge that carried it is gone, and everything on it. */
  lost(bridge: RemoteBridge): void {
    const tag = tagOf(bridge.bridgeId);
    const part = this.#parts.get(tag);
    if (part?.bridge !== bridge) return;
    this.#parts.delete(tag);
    this.#crossings.partLost(part);
    for (const workerId of bridge.workers) this.workerDied(workerId);
  }

  workerDied(workerId: WorkerId): void {
    for (const transportId of this.#origins.transportsOn(workerId)) this.#transportGone(transportId);
    this.#crossings.workerDied(workerId);
    this.tell({ type: 'workerDied', workerId });
  }

  /** Something happened on a bridge that carries it. */
  happened(bridge: RemoteBridge, event: BridgeEvent): void {
    const part = this.#parts.get(tagOf(bridge.bridgeId));
    if (part?.bridge !== bridge) return;
    const told = sharedEvent(event, part);
    if (told.type === 'transportClosed') this.#transportGone(told.transportId);
    if (told.type === 'producerClosed') this.#producerGone(told.producerId);
    this.tell(told);
  }

  tell(event: BridgeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  workers(): readonly WorkerId[] {
    return [...this.#parts.values()].flatMap(({ bridge }) => bridge.workers);
  }

  spare(): readonly WorkerId[] {
    return this.#surroundings.spare().flatMap(({ workers }) => workers);
  }

  away(): readonly WorkerId[] {
    return this.carriers.flatMap(({ isConnected, workers }) => (isConnected ? [] : workers));
  }

  heardOf(workerId: WorkerId): void {
    const part = this.#running(workerId);
    if (part) part.heardAtMs = this.#surroundings.now();
  }

  /** When a participant on this bridge was last heard of; undefined before. */
  heardAtMs(bridge: RemoteBridge): number | undefined {
    return this.#parts.get(tagOf(bridge.bridgeId))?.heardAtMs;
  }

  leaving(): readonly WorkerId[] {
    return this.#surroundings.leaving().flatMap(({ workers }) => workers);
  }

  giveUpIdle(inUse: ReadonlySet<WorkerId>): void {
    const { giveUp, leaving } = this.#surroundings;
    for (const bridge of leaving()) if (!bridge.workers.some((id) => inUse.has(id))) giveUp(bridge);
  }

  watch(_: ConferenceId, listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  decodable(rtpCapabilities: Opaque): readonly string[] {
    return decodableOf(rtpCapabilities);
  }

  async openTransport({ workerId }: BridgePlace, options: TransportOptions): Promise<BridgeTransport> {
    const part = this.#running(workerId) ?? (await this.#join(workerId));
    const opened = await part.call('openTransport', [workerId, options]);
    const transportId = part.idOf(opened.transportId);
    this.#origins.opened(transportId, workerId);
    return { ...opened, transportId };
  }

  async connectTransport(transportId: SharedId, connection: TransportConnection): Promise<void> {
    await this.#call(transportId, 'connectTransport', [localIn(transportId), connection]);
  }

  restartIce(transportId: SharedId): Promise<Opaque> {
    return this.#call(transportId, 'restartIce', [localIn(transportId)]);
  }

  closeTransport(transportId: SharedId): void {
    this.#cast(transportId, 'closeTransport', [localIn(transportId)]);
    this.#transportGone(transportId);
  }

  note(transportId: SharedId, note: Note): void {
    this.#cast(transportId, 'note', [localIn(transportId), note]);
  }

  measureLine(transportId: SharedId): Promise<LineFigures> {
    return this.#call(transportId, 'measureLine', [localIn(transportId)]);
  }

  async produce(
    transportId: SharedId,
    kind: MediaKind,
    rtpParameters: Opaque,
    options: ProducerOptions = {},
  ): Promise<SharedId> {
    const part = this.#partOf(transportId);
    const producerId = part.idOf(
      await part.call('produce', [localIn(transportId), kind, rtpParameters, options]),
    );
    this.#origins.produced(producerId, transportId, kind);
    return producerId;
  }

  async pauseProducer(producerId: SharedId): Promise<void> {
    // It does not wait, and nothing that was asked before may reach the bridge after it.
    this.#holds.withdrawn(producerId);
    await this.#call(producerId, 'pauseProducer', [localIn(producerId)]);
  }

  async resumeProducer(producerId: SharedId): Promise<void> {
    const run = () => this.#call(producerId, 'resumeProducer', [localIn(producerId)]);
    // One bridge carries requests out in their order, several do not.
    await (this.#parts.size > 1 ? this.#holds.thenRun(producerId, run) : run());
  }

  closeProducer(producerId: SharedId): void {
    this.#holds.withdrawn(producerId);
    this.#cast(producerId, 'closeProducer', [localIn(producerId)]);
    this.#producerGone(producerId);
  }

  async link(producerId: SharedId, { workerId }: BridgePlace): Promise<SharedId> {
    const from = this.#partOf(producerId);
    const to = this.#running(workerId);
    if (to === undefined) throw new RefusedByBridge('unavailable', `no worker ${workerId}`);
    if (from === to) {
      const copy = to.idOf(await to.call('link', [localIn(producerId), workerId]));
      this.#crossings.copied(producerId, copy);
      return copy;
    }
    const origin = this.#origins.of(producerId);
    if (origin === undefined)
      throw new RefusedByBridge('not-found', `no producer ${producerId} of a participant`);
    const copy = await this.#crossings.carry(
      producerId,
      origin.kind,
      { part: from, workerId: origin.workerId },
      { part: to, workerId },
    );
    if (this.#origins.of(producerId)) return copy;
    this.#crossings.ended(producerId);
    throw new RefusedByBridge('not-found', `producer ${producerId} closed while it was linked`);
  }

  async consume(
    transportId: SharedId,
    producerId: SharedId,
    preference: Preference,
  ): Promise<BridgeConsumer> {
    const part = this.#partOf(transportId);
    if (this.#partOf(producerId) !== part)
      throw new RefusedByBridge('not-found', `no producer ${producerId} on the bridge of the receiver`);
    const ids = [localIn(transportId), localIn(producerId)] as const;
    const { consumerId: local, rtpParameters } = await part.call('consume', [...ids, preference]);
    const consumerId = part.idOf(local);
    this.#crossings.consumed(consumerId, transportId, producerId, preference);
    return { consumerId, rtpParameters };
  }

  async resumeConsumer(consumerId: SharedId): Promise<void> {
    const resuming = this.#call(consumerId, 'resumeConsumer', [localIn(consumerId)]);
    this.#crossings.opened(consumerId, true);
    await resuming;
  }

  async pauseConsumer(consumerId: SharedId): Promise<void> {
    this.#crossings.opened(consumerId, false);
    await this.#holds.during(this.#call(consumerId, 'pauseConsumer', [localIn(consumerId)]));
  }

  async prefer(consumerId: SharedId, preference: Preference): Promise<void> {
    this.#crossings.preferred(consumerId, preference);
    await this.#call(consumerId, 'prefer', [localIn(consumerId), preference]);
  }

  async requestKeyframe(consumerId: SharedId): Promise<void> {
    await this.#call(consumerId, 'requestKeyframe', [localIn(consumerId)]);
  }

  closeConsumer(consumerId: SharedId): void {
    this.#cast(consumerId, 'closeConsumer', [localIn(consumerId)]);
    this.#crossings.consumerClosed(consumerId);
  }

  received(producerId: SharedId): Promise<BridgeCallResult<'received'>> {
    return this.#call(producerId, 'received', [localIn(producerId)]);
  }

  sent(consumerId: SharedId): Promise<BridgeCallResult<'sent'>> {
    return this.#call(consumerId, 'sent', [localIn(consumerId)]);
  }

  closeConference(): void {
    for (const part of this.#parts.values()) part.cast('closeConference', []);
    this.#leave(true);
  }

  letGo(): void {
    this.#leave(false);
  }

  #leave(isOver: boolean): void {
    this.#crossings[Symbol.dispose]();
    this.#surroundings.left(isOver);
  }

  #transportGone(transportId: SharedId): void {
    this.#crossings.transportClosed(transportId);
    for (const producerId of this.#origins.closeTransport(transportId)) this.#crossings.ended(producerId);
  }

  #producerGone(producerId: SharedId): void {
    this.#origins.close(producerId);
    this.#crossings.ended(producerId);
  }

  #running(workerId: WorkerId): Part | undefined {
    return [...this.#parts.values()].find(({ bridge }) => bridge.workers.includes(workerId));
  }

  /** Has the bridge of a worker join the conference. */
  async #join(workerId: WorkerId): Promise<Part> {
    const bridge = this.#surroundings.spare().find(({ workers }) => workers.includes(workerId));
    if (bridge) {
      const joining = this.#joining.get(bridge) ?? this.#surroundings.join(bridge);
      this.#joining.set(bridge, joining);
      await joining.catch((error: unknown) => {
        this.#surroundings.logger.warn({ err: error, bridgeId: bridge.bridgeId }, 'a bridge does not join');
      });
      this.#joining.delete(bridge);
    }
    const part = this.#running(workerId);
    if (part) return part;
    // Participants that were placed there are placed again.
    if (this.#parts.size > 0) this.workerDied(workerId);
    throw new RefusedByBridge('unavailable', `no worker ${workerId}`);
  }

  #partOf(id: SharedId): Part {
    const part = this.#parts.get(tagIn(id));
    if (part) return part;
    if (this.#parts.size === 0)
      throw new RefusedByBridge('unavailable', 'no bridge carries the conference yet');
    throw new RefusedByBridge('not-found', `nothing with the id ${id}`);
  }

  #cast<C extends Cast>(id: SharedId, call: C, args: BridgeCallArgs<C>): void {
    this.#parts.get(tagIn(id))?.cast(call, args);
  }

  async #call<C extends BridgeCall>(
    id: SharedId,
    call: C,
    args: BridgeCallArgs<C>,
  ): Promise<BridgeCallResult<C>> {
    return this.#partOf(id).call(call, args);
  }
}
