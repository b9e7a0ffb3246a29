import { expect } from 'chai';
import { RestCaller } from '../../../simulation/rest.ts';
import { eventually } from '../../support/eventually.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import type { BridgeService } from '../../support/media/bridge-process.ts';
import { FarRooms } from '../../support/network/far-rooms.ts';
import type { FarRoom } from '../../support/network/far-rooms.ts';
import { HostNetwork } from '../../support/network/hosts.ts';
import type { Host } from '../../support/network/hosts.ts';
import type { RoomAnswer } from '../../support/network/room-orders.ts';
import { chair, planMeeting, provinceAccount, siteNamed } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { startService } from '../../support/service.ts';
import type { Service } from '../../support/service.ts';
import { temporaryFolder } from '../../support/storage/database.ts';
import { launchPostgres } from '../../support/storage/postgres.ts';

/** How long a room may take to be back after its line is mended. */
const backWithin = { timeoutMs: 10_000 };
/** Everything starts at once on one machine. */
const patience = { timeoutMs: 60_000 };
/** The share of packets that may be lost. */
const mostLost = 0.02;
const soundPacketsPerS = 50;
const port = 8080;
/** So little for a worker that each participant takes the next one, which decides who is on which bridge. */
const packetsPerS = '1000';

/** A bridge, and rooms beside it. */
interface Place {
  readonly host: Host;
  readonly rooms: FarRooms;
}

const voiceOf = ({ id }: RoomAnswer, { received }: RoomAnswer) =>
  received.find(({ participantId, source }) => participantId === id && source === 'microphone');

/** A session in which one participant has the floor and another one, on the same bridge, hears it. */
class Session {
  readonly #place: Place;
  readonly speaker: FarRoom;
  readonly listener: FarRoom;
  readonly #others: readonly FarRoom[];

  constructor(place: Place, [speaker, listener, ...others]: readonly [FarRoom, FarRoom, ...FarRoom[]]) {
    this.#place = place;
    this.speaker = speaker;
    this.listener = listener;
    this.#others = others;
  }

  /** Waits until a room has received more packets of the speaker's voice than this. */
  async heard(by: FarRoom, packets: number, within = patience): Promise<RoomAnswer> {
    const from = await this.speaker.look();
    return by.until((look) => (voiceOf(from, look)?.packets ?? 0) > packets, 'to hear the speaker', within);
  }

  looks(): Promise<readonly RoomAnswer[]> {
    const all = [this.speaker, this.listener, ...this.#others];
    return Promise.all(all.map((room) => room.look()));
  }

  /** Cuts the line of the place, or of another host, and returns how everything was. */
  async cut(host = this.#place.host): Promise<readonly RoomAnswer[]> {
    const before = await this.looks();
    await host.cut();
    return before;
  }

  /** Waits for so many seconds of the speaker's voice at the listener. */
  async lasts([speaker, listener]: readonly RoomAnswer[], seconds: number): Promise<void> {
    const packets = speaker && listener && voiceOf(speaker, listener)?.packets;
    await this.heard(this.listener, (packets ?? 0) + seconds * soundPacketsPerS);
  }

  /** Mends the line: all must be back in time, with the state, the transports and the streams that they had. */
  async mend(before: readonly RoomAnswer[], host = this.#place.host): Promise<void> {
    await host.mend();
    const rooms = [this.speaker, this.listener, ...this.#others];
    const after = await Promise.all(
      rooms.map((room, index) => {
        const { presences } = before[index] ?? {};
        const isBack = (look: RoomAnswer): boolean =>
          look.status === 'joined' && JSON.stringify(look.presences) === JSON.stringify(presences);
        return room.until(isBack, 'to be back', backWithin);
      }),
    );
    const kept = ({ id, speaker, mediaLosses, mediaOpenings }: RoomAnswer) => ({
      id,
      speaker,
      mediaLosses,
      mediaOpenings,
    });
    expect(after.map(kept)).to.deep.equal(before.map(kept));
    const [spoke, listened] = before;
    const voice = spoke && listened && voiceOf(spoke, listened);
    const now = await this.heard(
      this.listener,
      (voice?.packets ?? 0) + (after[0]?.sent ?? 0) - (spoke?.sent ?? 0) - 1,
    );
    const { consumerId, packets = 0, lost = 0 } = (spoke && voiceOf(spoke, now)) ?? {};
    expect(consumerId).to.equal(voice?.consumerId);
    // A busy machine drops some; a stream that was opened again would miss all of the cut.
    expect(lost - (voice?.lost ?? 0)).to.be.at.most(mostLost * (packets - (voice?.packets ?? 0)));
  }
}

/** The control server and each bridge with its rooms are on hosts of their own, which a router joins. */
describe('a cut line between province and district', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let network: HostNetwork;
  let databaseHost: Host;
  let control: Service;
  let staff: RestCaller;
  /** With the chair at the province's bridge, and the rooms of a district on its own. */
  let shared: Session;
  let hall: FarRoom;
  /** All on the bridge of another district. Its line is cut for a minute while the others are tested. */
  let apart: Session;
  let apartBefore: readonly RoomAnswer[];

  async function addPlace(name: string, workers: number, siteId: string | null = null): Promise<Place> {
    const host = await network.host();
    const { through } = host;
    const { code } = await staff.call('bridge.create', { body: { name, siteId } });
    const bridge = await startBridgeService({
      folder: await temporaryFolder(),
      controls: [control.url],
      code,
      through,
      environment: { DIEMCAU_MEDIA__WORKERS: String(workers), DIEMCAU_MEDIA__LISTEN__IP: host.address },
    });
    closing.use(bridge);
    await eventually(async () => (await stateOf(bridge)) === 'connected', 'the bridge to connect', patience);
    return { host, rooms: new FarRooms(host, control.url) };
  }

  async function stateOf({ bridgeId }: BridgeService): Promise<string | undefined> {
    return (await staff.call('bridge.list', {})).bridges.find(({ id }) => id === bridgeId)?.state;
  }

  async function enter(place: Place, meetingId: string, endpointId: string): Promise<FarRoom> {
    const { code } = await staff.call('pairing.create', { body: { endpointId } });
    return place.rooms.enter({ meetingId, as: { code } });
  }

  /** The chair opens the session and gives a room the floor. */
  async function opens(chair: FarRoom, speaker: FarRoom): Promise<void> {
    expect((await chair.order({ type: 'start' })).outcome).to.equal('ok');
    const { id: participantId } = await speaker.look();
    expect((await chair.order({ type: 'grant', participantId })).outcome).to.equal('ok');
  }

  /** A meeting of a district with its own chair, open. */
  async function planApart(siteId: string) {
    const login = { login: 'chutri-huyen', password: 'mat-khau-cua-huyen' };
    const person = { ...login, fullName: 'Chủ tịch UBND huyện', kind: 'official' } as const;
    const chairId = await provinceAccount(staff, person);
    const hallOf = async (commune: string): Promise<string> => {
      const body = { siteId: await siteNamed(staff, commune), name: `Hội trường UBND ${commune}` };
      return (await staff.call('endpoint.create', { body })).id;
    };
    const endpoints = [await hallOf('Lãng Công'), await hallOf('Quang Yên')] as const;
    const startsAtMs = Date.now();
    const times = { startsAtMs, endsAtMs: startsAtMs + 3_600_000 };
    const body = { title: 'Giao ban huyện', siteId, admission: 'open' as const, agenda: [], ...times };
    const { id: meetingId, version } = await staff.call('meeting.create', { body });
    const params = { meetingId };
    const invitations = [
      { kind: 'account' as const, inviteeId: chairId, role: 'chair' as const },
      ...endpoints.map((inviteeId) => ({ kind: 'endpoint' as const, inviteeId, role: 'delegate' as const })),
    ];
    const invited = await staff.call('meeting.invite', { params, version, body: { invitations } });
    await staff.call('meeting.schedule', { params, version: invited.version });
    await staff.call('meeting.open', { params });
    return { meetingId, endpoints, login };
  }

  before(async () => {
    network = closing.use(await HostNetwork.open());
    const host = await network.host();
    databaseHost = await network.host();
    const postgres = closing.use(await launchPostgres(databaseHost));
    control = closing.use(
      await startService({
        folder: await temporaryFolder(),
        port,
        through: host.through,
        environment: {
          DIEMCAU_ROLE: 'control',
          DIEMCAU_STORAGE__URL: await postgres.freshDatabase(),
          DIEMCAU_HTTP__HOST: host.address,
          DIEMCAU_MEDIA__PACKETSPERS: packetsPerS,
        },
      }),
    );
    staff = await RestCaller.signIn(control.url, administrator.login, administrator.password);

    const province = await addPlace('Máy chủ tỉnh', 1);
    const { meetingId, endpoints } = await planMeeting(control.url);
    hall = await province.rooms.enter({ meetingId, as: chair });
    const district = await addPlace('Máy chủ huyện Yên Lạc', 2);
    const speaker = await enter(district, meetingId, endpoints[0]);
    const listener = await enter(district, meetingId, endpoints[1]);
    await opens(hall, speaker);
    shared = new Session(district, [speaker, listener, hall]);

    const siteId = await siteNamed(staff, 'Sông Lô');
    const other = await addPlace('Máy chủ huyện Sông Lô', 3, siteId);
    const planned = await planApart(siteId);
    const leader = await other.rooms.enter({ meetingId: planned.meetingId, as: planned.login });
    const first = await enter(other, planned.meetingId, planned.endpoints[0]);
    const second = await enter(other, planned.meetingId, planned.endpoints[1]);
    await opens(leader, first);
    apart = new Session(other, [first, second, leader]);

    await Promise.all([listener, hall].map((room) => shared.heard(room, 20)));
    await apart.heard(second, 20);
    apartBefore = await apart.cut();
  });

  const allConnected = async (): Promise<boolean> => {
    const { bridges } = await staff.call('bridge.list', {});
    const connected = bridges.filter(({ state }) => state === 'connected');
    return connected.length === bridges.length - 1;
  };

  for (const seconds of [3, 15]) {
    it(`leaves a district its speaker for ${seconds} s, and all is as it was afterwards`, async () => {
      const before = await shared.cut();
      await shared.lasts(before, seconds);
      const [speaker] = before;
      const isAway = ({ presences }: RoomAnswer): boolean => presences[speaker?.id ?? ''] === 'away';
      if (seconds > 10) await hall.until(isAway, 'to be told that the speaker is away', patience);
      const cutOff = speaker && voiceOf(speaker, await hall.look());
      await shared.mend(before);
      const again = await shared.heard(hall, (cutOff?.packets ?? 0) + 20, backWithin);
      expect(speaker && voiceOf(speaker, again)?.consumerId).to.equal(cutOff?.consumerId);
      await eventually(allConnected, 'the bridge to be back', backWithin);
    });
  }

  it('takes nothing from anybody while the database is away for 30 s, which refuses commands', async () => {
    const before = await shared.cut(databaseHost);
    const setsLayout = async (): Promise<string | null> =>
      (await hall.order({ type: 'setLayout', layout: 'grid' })).outcome;
    // The one that waits for the database at the moment of the cut ends with the patience of its client.
    await eventually(async () => (await setsLayout()) === 'unavailable', 'commands to be refused', patience);
    await shared.lasts(before, 30);
    expect(await setsLayout()).to.equal('unavailable');
    await shared.mend(before, databaseHost);
    await eventually(async () => (await setsLayout()) === 'ok', 'commands to be accepted', patience);
    expect((await shared.looks()).map(({ reconnects }) => reconnects)).to.deep.equal(
      before.map(({ reconnects }) => reconnects),
    );
    expect(control.process.exitCode).to.equal(null);
  });

  it('leaves a session on the bridge of a district as it is for a minute', async () => {
    await apart.lasts(apartBefore, 60);
    await apart.mend(apartBefore);
  });

  it('has nobody begin at another bridge', () => {
    expect(control.lines.filter((line) => line.includes('lost their bridge'))).to.deep.equal([]);
  });
});
