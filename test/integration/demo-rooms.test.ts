import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadClips } from '../../simulation/clip.ts';
import { Pacer } from '../../simulation/pacer.ts';
import { RestCaller } from '../../simulation/rest.ts';
import { SyntheticRoom } from '../../simulation/room.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/network/free-port.ts';
import { chair as chairAccount, planMeeting } from '../support/planning/province.ts';
import { startService } from '../support/service.ts';

/** The frames that a room has received of another's camera, over all deliveries. */
const pictures = (room: SyntheticRoom, of: SyntheticRoom): number =>
  room.figures.reception.streams
    .filter(({ delivery }) => delivery.participantId === of.participantId && delivery.source === 'camera')
    .reduce((packets, stream) => packets + stream.packets, 0);

const seen = (room: SyntheticRoom, of: SyntheticRoom, what: string): Promise<true> => {
  const before = pictures(room, of);
  return eventually(() => pictures(room, of) > before + 30 || undefined, what);
};

describe('synthetic rooms', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'rooms-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('follow the floor with sound and pictures, and are back after the server was killed', async () => {
    await using closing = new AsyncDisposableStack();
    const port = await freePort();
    const service = closing.use(await startService({ folder, port }));
    const { url } = service;
    const { meetingId, endpoints, administration } = await planMeeting(url);
    const shared = { url, clips: loadClips(), pacer: new Pacer() };

    const enter = (caller: RestCaller): SyntheticRoom =>
      closing.use(new SyntheticRoom({ ...shared, token: () => caller.joinToken(meetingId) }));
    const pair = async (endpointId: string): Promise<SyntheticRoom> => {
      const { code } = await administration.call('pairing.create', { body: { endpointId } });
      return enter(await RestCaller.pair(url, code));
    };
    const chair = enter(await RestCaller.signIn(url, chairAccount.login, chairAccount.password));
    const first = await pair(endpoints[0]);
    const second = await pair(endpoints[1]);
    await Promise.all([chair.joined, first.joined, second.joined]);

    const giveFloor = async (to: SyntheticRoom): Promise<void> => {
      const participantId = to.participantId ?? '';
      const answer = await chair.command('floor.grant', { participantId });
      expect(answer).to.include({ ok: true });
    };

    await giveFloor(first);
    await seen(second, first, 'the second room to see the first');
    await seen(second, chair, 'the second room to see the chair');

    await service.kill();
    closing.use(await startService({ folder, port }));
    const rooms = [chair, first, second];
    await eventually(
      () => rooms.every(({ figures }) => figures.status === 'joined' && figures.reconnects === 1),
      'every room to be back',
      { timeoutMs: 30_000 },
    );
    expect(second.state.floor.holder?.participantId).to.equal(first.participantId);
    await seen(second, first, 'the second room to see the first again');

    await giveFloor(second);
    await seen(first, second, 'the first room to see the second');
    await eventually(
      () => rooms.every(({ state }) => state.floor.holder?.participantId === second.participantId),
      'every room to know who has the floor',
    );
    for (const { figures } of rooms) {
      expect(figures.reception.streams.reduce((lost, stream) => lost + stream.lost, 0)).to.equal(0);
      // The only errors are those of the unavailable server.
      expect(figures.errors.filter(({ code }) => code !== 'unavailable')).to.deep.equal([]);
    }
  });
});
