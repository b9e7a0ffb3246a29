import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { OfficeLine } from '../../../domain/media/budget.ts';
import { streamKey } from '../../../domain/media/sources.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { HeldMedia, MediaStopped, MediaUpdate, Source } from '../../../protocol/media.ts';
import type { ConferenceMedia, MediaSeat } from '../../../server/media/conference-media.ts';
import { iceServers } from '../../../server/media/ice-servers.ts';
import { onlyBridge } from '../../../server/media/media-bridge.ts';
import { createMedia } from '../../../server/media/media.ts';
import type { Media } from '../../../server/media/media.ts';
import { silent } from './bridge.ts';
import { History, pictures, planLimits } from '../conference/conference-history.ts';
import { eventually } from '../eventually.ts';
import { FakeBridge } from './fake-bridge.ts';
import type { FakeCall } from './fake-bridge.ts';

const opened = z.object({ transportId: z.string() });
/** The codecs of a browser that can decode these. */
export const codecs = (names: readonly string[]) => names.map((name) => ({ mimeType: `video/${name}` }));
const turn = { urls: ['turn:turn.example'], secret: 'a secret of the tests', credentialTtlS: 60 };
export const better = { codec: 'VP9', encoding: { maxBitrateBps: 1_500_000, scalabilityMode: 'L3T3_KEY' } };

/** The media of one conference over a bridge that only records, with a clock that the test can advance. */
export class MediaService implements AsyncDisposable {
  readonly bridge: FakeBridge;
  readonly media: Media;
  readonly live: ConferenceMedia;
  readonly conferenceId: string;
  readonly history: History;
  /** The lead of its clock over the real one. */
  aheadMs = 0;
  #seconds = 0;

  /** @param earlier one that has ended, and whose bridge goes on */
  constructor(workers = 2, packetsPerS = 45_000, earlier?: MediaService) {
    this.bridge = earlier?.bridge ?? new FakeBridge(workers);
    this.history = earlier?.history ?? new History().open('open', { microphonePolicy: 'open' });
    this.media = createMedia({
      bridges: onlyBridge(this.bridge),
      limits: planLimits,
      pictures,
      packetsPerS,
      encodings: { camera: [], screen: [], better: [better] },
      // As if a second passes before each call.
      iceServers: (participantId) => iceServers(turn, participantId, 1_000 * (this.#seconds += 1)),
      allowPlainRtp: false,
      logger: silent,
      now: () => this.aheadMs + performance.now(),
      timing: { deadlineMs: 100, firstRetryMs: 5, longestRetryMs: 20 },
    });
    this.conferenceId = earlier?.conferenceId ?? uuid();
    this.live = this.media.open({ conferenceId: this.conferenceId, epoch: 1, isClassified: false });
  }

  command(actor: Identity, type: Parameters<History['command']>[1], payload?: object): void {
    expect(this.history.command(actor, type, payload)).to.include({ ok: true });
    this.live.stateChanged(this.history.state, true);
  }

  async enter(identity: Identity, line?: OfficeLine, decodes?: readonly string[]): Promise<MediaRoom> {
    this.command(identity, 'join');
    const room = new MediaRoom(this, identity, line);
    await room.open('receive', decodes);
    return room;
  }

  count(call: FakeCall): number {
    return this.bridge.calls.filter(([name]) => name === call).length;
  }

  settled(): Promise<unknown> {
    return eventually(() => this.media.stats().failing === 0, 'nothing to fail any more');
  }

  /** Closes the service, and checks that nothing is left at the bridge. */
  async [Symbol.asyncDispose]() {
    await this.live.close();
    await this.media[Symbol.asyncDispose]();
    const { transports, producers, consumers } = this.bridge;
    expect([transports.size, producers.size, consumers.size]).to.deep.equal([0, 0, 0]);
  }
}

/** A participant whose client is the test. */
export class MediaRoom {
  readonly identity: Identity;
  readonly updates: MediaUpdate[] = [];
  readonly seat: MediaSeat;
  lost = 0;
  /** The number of requests to move. */
  movings = 0;
  /** The sources that the server has stopped. */
  readonly stops: MediaStopped[] = [];
  ready: () => Promise<void> = () => Promise.resolve();
  readonly #bridge: FakeBridge;

  constructor({ bridge, live }: MediaService, identity: Identity, line?: OfficeLine, held?: HeldMedia) {
    this.#bridge = bridge;
    this.identity = identity;
    const channel = {
      update: (update: MediaUpdate) => {
        this.updates.push(update);
        return this.ready();
      },
      lost: () => {
        this.lost += 1;
        this.updates.length = 0;
      },
      moving: () => {
        this.movings += 1;
      },
      stopped: (stopped: MediaStopped) => void this.stops.push(stopped),
    };
    this.seat = live.enter(identity.id, channel, { line, held });
  }

  async open(direction: 'send' | 'receive', decodes: readonly string[] = []): Promise<string> {
    const answer = await this.seat.request({
      type: 'media.openTransport',
      payload: { kind: 'webrtc', direction, rtpCapabilities: { codecs: codecs(decodes) } },
    });
    return opened.parse(answer.ok ? answer.result : answer).transportId;
  }

  async send(...sources: readonly Source[]): Promise<void> {
    const transportId = await this.open('send');
    for (const source of sources) {
      const payload = { transportId, source, rtpParameters: { codecs: [] } };
      const answer = await this.seat.request({ type: 'media.produce', payload });
      expect(answer).to.include({ ok: true });
    }
  }

  /** The consumers that it was told to add and not yet to remove. */
  get receiving(): readonly string[] {
    const ended = new Set(this.updates.flatMap(({ remove }) => remove));
    return this.updates
      .flatMap(({ add }) => add)
      .filter(({ consumerId }) => !ended.has(consumerId))
      .map(({ participantId, source }) => streamKey(participantId, source));
  }

  get consumers() {
    const ids = this.updates.flatMap(({ add }) => add.map(({ consumerId }) => consumerId));
    return ids.flatMap((id) => this.#bridge.consumers.get(id) ?? []);
  }

  /** Whether everything that it was told to receive is sent to it. */
  get flowing(): boolean {
    const { receiving, consumers } = this;
    const open = consumers.filter(({ paused }) => !paused);
    return receiving.length > 0 && open.length === receiving.length;
  }
}
