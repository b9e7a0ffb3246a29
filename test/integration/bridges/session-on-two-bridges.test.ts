import { expect } from 'chai';
import { loadClips } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../simulation/room.ts';
import { eventually } from '../../support/eventually.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import type { BridgeService } from '../../support/media/bridge-process.ts';
import { freePort } from '../../support/network/free-port.ts';
import { chair, pairedRoom, planMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { startService } from '../../support/service.ts';
import type { Service } from '../../support/service.ts';
import { temporaryFolder } from '../../support/storage/database.ts';

const patience = { timeoutMs: 40_000 };

describe('a session that needs more than one bridge', function () {
  this.timeout(180_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let port: number;
  let folder: string;
  let control: Service;
  let staff: RestCaller;
  const bridges: BridgeService[] = [];
  let hall: SyntheticRoom;
  let rooms: readonly SyntheticRoom[];

  const start = async (): Promise<void> => {
    // So little that the largest pictures fit for one participant only: the second one takes the second bridge.
    const environment = { DIEMCAU_ROLE: 'control', DIEMCAU_MEDIA__PACKETSPERS: '1000' };
    control = await startService({ folder, port, environment });
  };
  const participants = async (): Promise<readonly number[]> => {
    const listed = await staff.call('bridge.list', {});
    return listed.bridges.map((bridge) => bridge.participants);
  };

  before(async () => {
    [port, folder] = [await freePort(), await temporaryFolder()];
    await start();
    closing.defer(() => control[Symbol.asyncDispose]());
    const { url } = control;
    staff = await RestCaller.signIn(url, administrator.login, administrator.password);
    for (const name of ['Máy chủ tỉnh', 'Máy chủ huyện']) {
      const { code } = await staff.call('bridge.create', { body: { name, siteId: null } });
      const options = { folder: await temporaryFolder(), controls: [url], code };
      bridges.push(closing.use(await startBridgeService(options)));
    }
    await eventually(async () => {
      const listed = await staff.call('bridge.list', {});
      return listed.bridges.every(({ state }) => state === 'connected');
    }, 'the bridges to connect');
    const meeting = await planMeeting(url);
    const shared = { url, clips: loadClips(), pacer: new Pacer() };
    const enter = async (caller: RestCaller): Promise<SyntheticRoom> => {
      const token = () => caller.joinToken(meeting.meetingId);
      const room = closing.use(new SyntheticRoom({ ...shared, token }));
      await room.joined;
      return room;
    };
    hall = await enter(await RestCaller.signIn(url, chair.login, chair.password));
    rooms = [await enter(await pairedRoom(url, meeting, 0)), await enter(await pairedRoom(url, meeting, 1))];
    const started = await hall.command('conference.start', {});
    expect(started.ok).to.equal(true);
  });

  const of = (room: SyntheticRoom, source: 'microphone' | 'camera') =>
    room.reception.open.find(
      ({ delivery }) => delivery.participantId === hall.participantId && delivery.source === source,
    );
  const heardAndSeen = (): Promise<unknown> =>
    eventually(
      () =>
        rooms
          .flatMap((room) => [of(room, 'microphone'), of(room, 'camera')])
          .every((stream) => (stream?.packets ?? 0) > 20),
      'all rooms to hear and see the chair',
      patience,
    );

  it('has its participants on both, and all of them hear and see the chair', async () => {
    await heardAndSeen();
    const on = await participants();
    expect(on.reduce((sum, each) => sum + each, 0)).to.equal(3);
    expect(Math.min(...on)).to.be.above(0);
  });

  it('loses no packet and no transport with the death of its control process', async () => {
    await heardAndSeen();
    const all = [hall, ...rooms];
    const openings = all.map(({ figures }) => figures.mediaOpenings);
    const reconnects = all.map(({ figures }) => figures.reconnects);
    const heard = rooms.map((room) => ({ stream: of(room, 'microphone'), sent: hall.sent('microphone') }));
    const packets = heard.map(({ stream }) => stream?.packets ?? 0);
    await control.kill();
    await eventually(
      () => all.every(({ figures }, index) => figures.reconnects > (reconnects[index] ?? 0)),
      'all to notice',
    );
    await start();
    await eventually(
      () => all.every(({ figures }) => figures.status === 'joined'),
      'all to be back',
      patience,
    );
    await eventually(async () => (await hall.command('stage.setLayout', { layout: 'grid' })).ok, 'a command');
    expect(all.map(({ figures }) => figures.mediaOpenings)).to.deep.equal(openings);
    for (const [index, { stream, sent }] of heard.entries()) {
      const now = hall.sent('microphone');
      await eventually(
        () => (stream?.packets ?? 0) - (packets[index] ?? 0) >= now - sent,
        'every packet of the meantime to have arrived',
      );
      expect(stream?.lost).to.equal(0);
    }
    expect(rooms.map((room) => of(room, 'microphone'))).to.deep.equal(heard.map(({ stream }) => stream));
  });

  it('goes on on the other bridge when one dies', async () => {
    await heardAndSeen();
    await bridges[1]?.kill();
    await eventually(async () => (await participants()).includes(3), 'all to be on one bridge', patience);
    await heardAndSeen();
  });
});
