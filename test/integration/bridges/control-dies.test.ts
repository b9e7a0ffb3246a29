import { expect } from 'chai';
import { loadClips } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../simulation/room.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import type { BridgeService } from '../../support/media/bridge-process.ts';
import { temporaryFolder } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { chair, pairedRoom, planMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { startService } from '../../support/service.ts';
import type { Service } from '../../support/service.ts';

const patience = { timeoutMs: 40_000 };

describe('a control process that dies, with its media on a bridge of another process', function () {
  this.timeout(120_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let port: number;
  let folder: string;
  let control: Service;
  let bridge: BridgeService;
  let hall: SyntheticRoom;
  let near: SyntheticRoom;
  let far: SyntheticRoom;

  const start = async (): Promise<void> => {
    control = await startService({ folder, port, environment: { DIEMCAU_ROLE: 'control' } });
  };

  before(async () => {
    [port, folder] = [await freePort(), await temporaryFolder()];
    await start();
    closing.defer(() => control[Symbol.asyncDispose]());
    const { url } = control;
    const it = await RestCaller.signIn(url, administrator.login, administrator.password);
    const { code } = await it.call('bridge.create', { body: { name: 'Máy chủ tỉnh', siteId: null } });
    bridge = closing.use(
      await startBridgeService({ folder: await temporaryFolder(), controls: [url], code }),
    );
    await eventually(async () => {
      const { bridges } = await it.call('bridge.list', {});
      return bridges[0]?.state === 'connected';
    }, 'the bridge to connect');

    const meeting = await planMeeting(url);
    const shared = { url, clips: loadClips(), pacer: new Pacer() };
    const enter = async (caller: RestCaller): Promise<SyntheticRoom> => {
      const token = () => caller.joinToken(meeting.meetingId);
      const room = closing.use(new SyntheticRoom({ ...shared, token }));
      await room.joined;
      return room;
    };
    hall = await enter(await RestCaller.signIn(url, chair.login, chair.password));
    near = await enter(await pairedRoom(url, meeting, 0));
    far = await enter(await pairedRoom(url, meeting, 1));
    const started = await hall.command('conference.start', {});
    expect(started.ok).to.equal(true);
  });

  /** What a room has received of the chair. */
  const of = (room: SyntheticRoom, source: 'microphone' | 'camera') =>
    room.reception.open.find(
      ({ delivery }) => delivery.participantId === hall.participantId && delivery.source === source,
    );
  const flows = async (): Promise<void> => {
    await eventually(() => {
      const streams = [near, far].flatMap((room) => [of(room, 'microphone'), of(room, 'camera')]);
      return streams.every((stream) => (stream?.packets ?? 0) > 20);
    }, 'both rooms to hear and see the chair');
  };
  const rooms = () => [hall, near, far];

  for (const [way, end] of [
    ['is killed', () => control.kill()],
    ['is stopped in order', () => control[Symbol.asyncDispose]()],
  ] as const) {
    it(`costs no packet and no transport when it ${way}, and takes commands again`, async () => {
      await flows();
      const before = rooms().map(({ figures }) => figures.mediaOpenings);
      const reconnects = rooms().map(({ figures }) => figures.reconnects);
      const heard = [near, far].map((room) => ({
        stream: of(room, 'microphone'),
        sent: hall.sent('microphone'),
      }));
      const packets = heard.map(({ stream }) => stream?.packets ?? 0);
      await end();
      await eventually(
        () => rooms().every(({ figures }, index) => figures.reconnects > (reconnects[index] ?? 0)),
        'all to notice',
      );
      await start();
      await eventually(
        () => rooms().every(({ figures }) => figures.status === 'joined'),
        'all to be back',
        patience,
      );
      await eventually(
        async () => (await hall.command('stage.setLayout', { layout: 'grid' })).ok,
        'a command',
      );
      expect(rooms().map(({ figures }) => figures.mediaOpenings)).to.deep.equal(before);
      expect(rooms().map(({ figures }) => figures.mediaLosses)).to.deep.equal([0, 0, 0]);
      for (const [index, { stream, sent }] of heard.entries()) {
        const now = hall.sent('microphone');
        await eventually(
          () => (stream?.packets ?? 0) - (packets[index] ?? 0) >= now - sent,
          'every packet of the meantime to have arrived',
        );
        expect(stream?.lost).to.equal(0);
      }
      expect([of(near, 'microphone'), of(far, 'microphone')]).to.deep.equal(
        heard.map(({ stream }) => stream),
      );
    });
  }

  it('does what the chair decides afterwards', async () => {
    const muted = await hall.command('microphone.mute', {});
    expect(muted.ok).to.equal(true);
    expect(bridge.lines.some((line) => line.includes('"level":50'))).to.equal(false);
  });
});
