import { expect } from 'chai';
import { loadClips } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../simulation/room.ts';
import { eventually } from '../../support/eventually.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import type { BridgeService } from '../../support/media/bridge-process.ts';
import { freePort } from '../../support/network/free-port.ts';
import { takeoverPatience } from '../../support/network/several-servers.ts';
import { chair, pairedRoom, planMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { startService } from '../../support/service.ts';
import { temporaryFolder, temporaryPglite } from '../../support/storage/database.ts';

describe('a bridge that dies while its rooms are there', function () {
  this.timeout(180_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());

  it('loses its session to the other bridge, where the rooms hear the chair again', async () => {
    const { url } = closing.use(
      await startService({
        folder: (await temporaryPglite()).folder,
        port: await freePort(),
        environment: { DIEMCAU_ROLE: 'control' },
      }),
    );
    const staff = await RestCaller.signIn(url, administrator.login, administrator.password);
    const added = async (name: string): Promise<BridgeService> => {
      const { code } = await staff.call('bridge.create', { body: { name, siteId: null } });
      const folder = await temporaryFolder();
      return closing.use(await startBridgeService({ folder, controls: [url], code }));
    };
    const bridges = [await added('Máy một'), await added('Máy hai')];
    const carrier = async (): Promise<string | undefined> =>
      (await staff.call('bridge.list', {})).bridges.find(({ conferences }) => conferences > 0)?.id;
    const meeting = await planMeeting(url);
    const shared = { url, clips: loadClips(), pacer: new Pacer() };
    const enter = async (caller: RestCaller): Promise<SyntheticRoom> => {
      const token = () => caller.joinToken(meeting.meetingId);
      const room = closing.use(new SyntheticRoom({ ...shared, token }));
      await room.joined;
      return room;
    };
    const hall = await enter(await RestCaller.signIn(url, chair.login, chair.password));
    const far = await enter(await pairedRoom(url, meeting, 0));
    expect((await hall.command('conference.start', {})).ok).to.equal(true);
    const voice = () =>
      far.reception.open.find(
        ({ delivery }) => delivery.participantId === hall.participantId && delivery.source === 'microphone',
      );
    await eventually(() => (voice()?.packets ?? 0) > 20, 'the room to hear the chair');
    const before = voice();
    const died = await carrier();
    await bridges.find(({ bridgeId }) => bridgeId === died)?.kill();
    await eventually(
      async () => ![undefined, died].includes(await carrier()),
      'the other bridge to carry the session',
      takeoverPatience,
    );
    const hears = () => voice() !== before && (voice()?.packets ?? 0) > 20;
    await eventually(hears, 'the room to hear the chair again', takeoverPatience);
  });
});
