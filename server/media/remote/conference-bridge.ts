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
  Inventory,
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
import type { Cast, RemoteBridge } from './remote-bridge.ts';

/** What one conference has on a bridge of another process: on the one that carries it at the moment. */
export class ConferenceBridge implements MediaBridge {
  readonly led: Led;
  readonly outlives = true;
  readonly #left: (isOver: boolean) => void;
  readonly #listeners = new Set<(event: BridgeEvent) => void>();
  #carrier: RemoteBridge | undefined;

  /** @param left called when the conference is over, or goes on without this process */
  constructor(led: Led, left: (isOver: boolean) => void) {
    this.led = led;
    this.#left = left;
  }

  get carrier(): RemoteBridge | undefined {
    return this.#carrier;
  }

  get routerRtpCapabilities(): Opaque {
    if (!this.#carrier) throw new RefusedByBridge('unavailable', 'no bridge carries the conference yet');
    return this.#carrier.status.routerRtpCapabilities;
  }

  /** A bridge carries the conference from now on, or again, and has this of it. */
  found(carrier: RemoteBridge, inventory: Inventory | undefined): void {
    this.#carrier = carrier;
    if (inventory) this.tell({ type: 'found', inventory });
  }

  /** The bridge that carried it is gone, and everything with it. */
  lost(workers: readonly WorkerId[]): void {
    this.#carrier = undefined;
    for (const workerId of workers) this.tell({ type: 'workerDied', workerId });
  }

  tell(event: BridgeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  workers(): readonly WorkerId[] {
    return this.#carrier?.workers ?? [];
  }

  watch(_: ConferenceId, listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  decodable(rtpCapabilities: Opaque): readonly string[] {
    return decodableOf(rtpCapabilities);
  }

  openTransport({ workerId }: BridgePlace, options: TransportOptions): Promise<BridgeTransport> {
    return this.#call('openTransport', [workerId, options]);
  }

  async connectTransport(transportId: string, connection: TransportConnection): Promise<void> {
    await this.#call('connectTransport', [transportId, connection]);
  }

  restartIce(transportId: string): Promise<Opaque> {
    return this.#call('restartIce', [transportId]);
  }

  closeTransport(transportId: string): void {
    this.#cast('closeTransport', [transportId]);
  }

  note(transportId: string, note: Note): void {
    this.#cast('note', [transportId, note]);
  }

  measureLine(transportId: string): Promise<LineFigures> {
    return this.#call('measureLine', [transportId]);
  }

  produce(
    transportId: string,
    kind: MediaKind,
    rtpParameters: Opaque,
    options: ProducerOptions = {},
  ): Promise<string> {
    return this.#call('produce', [transportId, kind, rtpParameters, options]);
  }

  async pauseProducer(producerId: string): Promise<void> {
    await this.#call('pauseProducer', [producerId]);
  }

  async resumeProducer(producerId: string): Promise<void> {
    await this.#call('resumeProducer', [producerId]);
  }

  closeProducer(producerId: string): void {
    this.#cast('closeProducer', [producerId]);
  }

  link(producerId: string, { workerId }: BridgePlace): Promise<string> {
    return this.#call('link', [producerId, workerId]);
  }

  consume(transportId: string, producerId: string, preference: Preference): Promise<BridgeConsumer> {
    return this.#call('consume', [transportId, producerId, preference]);
  }

  async resumeConsumer(consumerId: string): Promise<void> {
    await this.#call('resumeConsumer', [consumerId]);
  }

  async pauseConsumer(consumerId: string): Promise<void> {
    await this.#call('pauseConsumer', [consumerId]);
  }

  async prefer(consumerId: string, preference: Preference): Promise<void> {
    await this.#call('prefer', [consumerId, preference]);
  }

  async requestKeyframe(consumerId: string): Promise<void> {
    await this.#call('requestKeyframe', [consumerId]);
  }

  closeConsumer(consumerId: string): void {
    this.#cast('closeConsumer', [consumerId]);
  }

  received(producerId: string): Promise<BridgeCallResult<'received'>> {
    return this.#call('received', [producerId]);
  }

  sent(consumerId: string): Promise<BridgeCallResult<'sent'>> {
    return this.#call('sent', [consumerId]);
  }

  closeConference(): void {
    this.#cast('closeConference', []);
    this.#left(true);
  }

  letGo(): void {
    this.#left(false);
  }

  #cast<C extends Cast>(call: C, args: BridgeCallArgs<C>): void {
    this.#carrier?.cast(this.led, call, args);
  }

  async #call<C extends BridgeCall>(call: C, args: BridgeCallArgs<C>): Promise<BridgeCallResult<C>> {
    if (!this.#carrier) throw new RefusedByBridge('unavailable', 'no bridge carries the conference yet');
    return this.#carrier.call(this.led, call, args);
  }
}
