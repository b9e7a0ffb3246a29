import { expect } from 'chai';
import { loadClips } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../simulation/room.ts';
import { eventually } from '../../support/eventually.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import type { BridgeService } from '../../support/media/bridge-process.ts';
import { hosted, otherThan, startServers, takeoverPatience } from '../../support/network/several-servers.ts';
import type { ServerName, Servers } from '../../support/network/several-servers.ts';
import { chair, pairedRoom, planMeeting } from '../../support/planning/province.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { temporaryFolder } from '../../support/storage/database.ts';

describe('several servers, with the media of their conferences on one bridge', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let servers: Servers;
  let bridge: BridgeService;
  let meeting: PlannedMeeting;
  let administration: RestCaller;
  let hall: SyntheticRoom;
  let far: SyntheticRoom;

  const at = (name: ServerName): RestCaller =>
    RestCaller.bearing(servers.direct(name), administration.accessToken);
  const states = (): Promise<readonly (string | undefined)[]> =>
    Promise.all(
      (['a', 'b'] as const).map(async (name) => (await at(name).call('bridge.list', {})).bridges[0]?.state),
    );

  before(async () => {
    servers = closing.use(await startServers({ DIEMCAU_ROLE: 'control' }));
    const { publicUrl } = servers;
    administration = await RestCaller.signIn(publicUrl, administrator.login, administrator.password);
    const { code } = await at('a').call('bridge.create', { body: { name: 'Máy chủ tỉnh', siteId: null } });
    const controls = [servers.direct('a'), servers.direct('b')];
    bridge = closing.use(await startBridgeService({ folder: await temporaryFolder(), controls, code }));
    await eventually(async () => (await states()).every((state) => state === 'connected'), 'both to have it');
    meeting = await planMeeting(publicUrl);
    const shared = { url: publicUrl, clips: loadClips(), pacer: new Pacer() };
    const enter = async (caller: RestCaller): Promise<SyntheticRoom> => {
      const token = () => caller.joinToken(meeting.meetingId);
      const room = closing.use(new SyntheticRoom({ ...shared, token }));
      await room.joined;
      return room;
    };
    hall = await enter(await RestCaller.signIn(publicUrl, chair.login, chair.password));
    far = await enter(await pairedRoom(publicUrl, meeting, 0));
    expect((await hall.command('conference.start', {})).ok).to.equal(true);
  });

  /** What the far room hears of the chair. */
  const voice = () =>
    far.reception.open.find(
      ({ delivery }) => delivery.participantId === hall.participantId && delivery.source === 'microphone',
    );

  /** Has another server take over from the one that leads: no packet and no transport may be lost. */
  async function takenOver(strike: (leader: ServerName) => Promise<void> | void): Promise<ServerName> {
    await eventually(() => (voice()?.packets ?? 0) > 20, 'the room to hear the chair', takeoverPatience);
    const leader = await servers.leaderOf(meeting.meetingId);
    const openings = [hall, far].map(({ figures }) => figures.mediaOpenings);
    const [heard, sent] = [voice(), hall.sent('microphone')];
    const packets = heard?.packets ?? 0;
    await strike(leader);
    const hasMoved = async () => (await servers.leaderOf(meeting.meetingId)) === otherThan(leader);
    await eventually(hasMoved, 'the takeover', takeoverPatience);
    await eventually(
      async () => (await hall.command('stage.setLayout', { layout: 'grid' })).ok,
      'a command',
      takeoverPatience,
    );
    await eventually(() => far.figures.status === 'joined', 'the room to be back', takeoverPatience);
    expect([hall, far].map(({ figures }) => figures.mediaOpenings)).to.deep.equal(openings);
    const now = hall.sent('microphone');
    await eventually(
      () => (heard?.packets ?? 0) - packets >= now - sent,
      'every packet of the meantime to have arrived',
    );
    expect([voice() === heard, heard?.lost]).to.deep.equal([true, 0]);
    return leader;
  }
  const bothHaveIt = (): Promise<unknown> =>
    eventually(
      async () => (await states()).every((state) => state === 'connected'),
      'both to have it',
      takeoverPatience,
    );

  it('cost no packet and no transport when the one that leads is killed, and another takes over', async () => {
    await servers.start(await takenOver((leader) => servers.kill(leader)));
    await bothHaveIt();
  });

  it('cost none either when it is suspended and wakes, and can do nothing more to what it led', async () => {
    const leader = await takenOver((name) => void servers.service(name).process.kill('SIGSTOP'));
    const openings = [hall, far].map(({ figures }) => figures.mediaOpenings);
    const [heard, packets, sent] = [voice(), voice()?.packets ?? 0, hall.sent('microphone')];
    servers.service(leader).process.kill('SIGCONT');
    await eventually(
      async () => (await hosted(servers.service(leader))) === 0,
      'it to let go',
      takeoverPatience,
    );
    await bothHaveIt();
    expect([hall, far].map(({ figures }) => figures.mediaOpenings)).to.deep.equal(openings);
    const now = hall.sent('microphone');
    await eventually(() => (heard?.packets ?? 0) - packets >= now - sent, 'every packet to have arrived');
    expect([voice() === heard, heard?.lost]).to.deep.equal([true, 0]);
  });

  it('say the same of it at each, wherever its conferences are led', async () => {
    const carries = (name: ServerName) => async (): Promise<boolean> => {
      const [row] = (await at(name).call('bridge.list', {})).bridges;
      return row?.conferences === 1 && row.participants === 2 && row.loadPacketsPerS > 0;
    };
    await eventually(carries('a'), 'one conference of two, told by one server');
    await eventually(carries('b'), 'one conference of two, told by the other');
  });

  it('all cut off a bridge that was removed at one of them', async () => {
    const leader = await servers.leaderOf(meeting.meetingId);
    const params = { bridgeId: bridge.bridgeId };
    await at(otherThan(leader)).call('bridge.remove', { params });
    const refusals = (name: ServerName) => (): boolean =>
      bridge.lines.some(
        (line) => line.includes('refuses this bridge') && line.includes(servers.direct(name)),
      );
    await eventually(refusals('a'), 'one server to refuse it', takeoverPatience);
    await eventually(refusals('b'), 'the other server to refuse it', takeoverPatience);
  });
});
