import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { joinResult } from '../protocol/commands.ts';
import { eventually } from '../test/support/eventually.ts';
import type { TestParticipant } from '../test/support/conference/participant.ts';
import { passFor, plannerOf, visitor } from '../test/support/conference/passes.ts';
import type { Guest } from '../test/support/conference/passes.ts';
import { rtpParameters } from '../test/support/media/rtp.ts';
import { joinLightly, openSocket } from './light-client.ts';
import { count } from './support/count.ts';
import { BusyMeter } from './support/processes.ts';
import { say } from './support/say.ts';
import { nowMs, startTone } from './tone.ts';

/**
 * The load of `fanout`, on a core of its own: a chair, speakers whose packets are counted, and all clients of
 * the conference and of the bare broadcast. Prints its measurements as one JSON value on standard output.
 *
 *   fanout-load.ts URL BARE_PORT CLIENTS ROUNDS MUTES GRANTS
 */
const [url, barePort, clients, rounds, mutes, grants] = z
  .tuple([z.url(), count, count, count, count, count])
  .parse(process.argv.slice(2));

/** The number of speakers that are forwarded at once. */
const speakerCount = 6;
/** The shortest frames that a browser sends; more packets a second would be closed as a flood. */
const toneEveryMs = 10;
/** After this time no event is in flight, and no batch window of the server is open. */
const restMs = 300;
/** A fan-out that takes longer has failed. */
const mostMs = 20_000;

const answered = async (by: TestParticipant, type: string, payload: object = {}): Promise<unknown> => {
  const answer = await by.request(type, payload);
  if (!answer.ok) throw new Error(`${type}: ${answer.error.code} ${answer.error.detail ?? ''}`);
  return answer.result;
};
const inBatches = async <Item>(
  items: readonly Item[],
  size: number,
  act: (item: Item) => Promise<unknown>,
) => {
  for (let at = 0; at < items.length; at += size) await Promise.all(items.slice(at, at + size).map(act));
};

/** Collects the times at which the clients receive an awaited frame. */
class Arrivals {
  #sought: string | undefined;
  #found = Promise.withResolvers<void>();
  #missing = 0;
  #lastAtMs = 0;
  /** The text of the last matching frame. */
  text = '';

  readonly received = (frame: Buffer): void => {
    // An event's type comes before its payload, so the long list of a mute need not be searched.
    if (this.#sought === undefined || frame.subarray(0, 1_000).indexOf(this.#sought) < 0) return;
    this.#lastAtMs = nowMs();
    this.#missing -= 1;
    if (this.#missing > 0) return;
    this.text = frame.toString();
    this.#found.resolve();
  };

  /** @returns ms from the start of `act` until the last client has the frame */
  async after(sought: string, clients: number, act: () => void): Promise<number> {
    this.#sought = sought;
    this.#missing = clients;
    this.#found = Promise.withResolvers();
    const begunMs = nowMs();
    act();
    const late = setTimeout(
      () => this.#found.reject(new Error(`${this.#missing} never heard of ${sought}`)),
      mostMs,
    );
    await this.#found.promise;
    clearTimeout(late);
    this.#sought = undefined;
    return this.#lastAtMs - begunMs;
  }
}

const planner = await plannerOf(url);
const meetingId = await planner.opened();
const [leader, looker, ...rooms] = await planner.guests(meetingId, [
  { name: 'chủ tọa', role: 'chair' },
  { name: 'khách', role: 'observer' },
  ...Array.from({ length: clients }, (_, n) => ({ name: `xã ${n}` })),
]);
const enter = async (guest: Guest | undefined) => {
  if (!guest) throw new Error('there is no such room');
  const participant = visitor(url, meetingId, guest);
  const door = await participant.door();
  if (door !== 'ok') throw new Error(door);
  const joined = joinResult.parse(await answered(participant, 'join'));
  if (joined.outcome !== 'joined') throw new Error(joined.outcome);
  return { participant, media: joined.media };
};

const { participant: chair } = await enter(leader);
await answered(chair, 'conference.start');
await answered(chair, 'microphones.setPolicy', { policy: 'open' });

const sender = z.object({ transportId: z.string(), ip: z.string(), port: z.number() });
const tone = await startTone(toneEveryMs);
const speakers = await Promise.all(
  rooms.slice(0, speakerCount).map(async (guest, index) => {
    const { participant } = await enter(guest);
    const to = sender.parse(
      await answered(participant, 'media.openTransport', { kind: 'plain', direction: 'send' }),
    );
    const ssrc = 1_000 + index;
    await answered(participant, 'media.produce', {
      transportId: to.transportId,
      source: 'microphone',
      rtpParameters: rtpParameters('microphone', ssrc),
    });
    tone.speak(to, ssrc);
    return participant;
  }),
);
const { participant: listener, media } = await enter(looker);
const { transportId } = sender.parse(
  await answered(listener, 'media.openTransport', {
    kind: 'plain',
    direction: 'receive',
    rtpCapabilities: media.routerRtpCapabilities,
  }),
);
await answered(listener, 'media.connectTransport', { transportId, port: tone.port });

const told = new Arrivals();
const watching = rooms.slice(speakerCount);
await inBatches(watching, 10, (guest) => joinLightly(url, passFor(meetingId, guest), told.received));
const bare = new Arrivals();
const bareUrl = `ws://127.0.0.1:${barePort}`;
await inBatches(watching, 10, () => openSocket(bareUrl, bare.received));
const bareSpeaker = await openSocket(bareUrl, () => undefined);

/** Allows all microphones again; the speakers open theirs. */
async function unmuteAll(): Promise<void> {
  await inBatches(rooms, 200, ({ identity: { id } }) =>
    answered(chair, 'participant.askToUnmute', { target: { kind: 'participants', participantIds: [id] } }),
  );
  await Promise.all(speakers.map((participant) => answered(participant, 'microphone.open')));
  await eventually(() => nowMs() - tone.lastAtMs < 3 * toneEveryMs, 'the speakers to be heard');
}

let [burstMs, burstCpuMs] = [0, 0];
/** Also records how busy this process is during the measurement. */
async function timed(measure: () => Promise<number>): Promise<number> {
  const [begunMs, begunCpu] = [nowMs(), process.cpuUsage()];
  const found = await measure();
  const { user, system } = process.cpuUsage(begunCpu);
  burstMs += nowMs() - begunMs;
  burstCpuMs += (user + system) / 1_000;
  await wait(restMs);
  return found;
}

const found = { mute: [], grant: [], bareMute: [], bareGrant: [], pause: [] } as Record<
  'mute' | 'grant' | 'bareMute' | 'bareGrant' | 'pause',
  number[][]
>;
const texts = { mute: '', grant: '' };
const meter = new BusyMeter();
for (let round = 0; round < rounds; round += 1) {
  const mute: number[] = [];
  const pause: number[] = [];
  for (let n = 0; n < mutes; n += 1) {
    await unmuteAll();
    await wait(restMs);
    let begunMs = 0;
    mute.push(
      await timed(() =>
        told.after('microphone.held', watching.length, () => {
          begunMs = nowMs();
          void answered(chair, 'participant.mute', { target: { kind: 'all' } });
        }),
      ),
    );
    pause.push(Math.max(0, tone.lastAtMs - begunMs));
  }
  texts.mute = told.text;
  const grant: number[] = [];
  for (let n = 0; n < grants; n += 1) {
    const participantId = watching[n % 2]?.identity.id;
    grant.push(
      await timed(() =>
        told.after('floor.granted', watching.length, () => {
          void answered(chair, 'floor.grant', { participantId });
        }),
      ),
    );
  }
  texts.grant = told.text;
  await answered(chair, 'floor.revoke');

  const bareTimes = async (text: string, sought: string, times: number): Promise<number[]> => {
    bareSpeaker.send(`=${text}`);
    await wait(restMs);
    const measured: number[] = [];
    for (let n = 0; n < times; n += 1) {
      measured.push(await timed(() => bare.after(sought, watching.length, () => bareSpeaker.send('!'))));
    }
    return measured;
  };
  found.mute.push(mute);
  found.pause.push(pause);
  found.grant.push(grant);
  found.bareMute.push(await bareTimes(texts.mute, 'microphone.held', mutes));
  found.bareGrant.push(await bareTimes(texts.grant, 'floor.granted', grants));
}
say({
  ...found,
  busy: meter.share(),
  busyInBursts: burstCpuMs / burstMs,
  bytes: { mute: texts.mute.length, grant: texts.grant.length },
});
