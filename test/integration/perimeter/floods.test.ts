import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import type { MediaStopped } from '../../../protocol/media.ts';
import { loadClips } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../simulation/room.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { joined } from '../../support/conference/participant.ts';
import { chair as chairAccount, planMeeting } from '../../support/planning/province.ts';
import { RtpPort, rtpParameters } from '../../support/media/rtp.ts';
import { startService } from '../../support/service.ts';

const opened = z.object({ transportId: z.string(), ip: z.string(), port: z.number() });

describe('a room that floods the service with media', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'floods-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is stopped, notified and counted, and the others lose nothing of each other', async () => {
    await using closing = new AsyncDisposableStack();
    const service = closing.use(await startService({ folder, port: await freePort() }));
    const { url } = service;
    const { meetingId, endpoints, administration } = await planMeeting(url);
    const shared = { url, clips: loadClips(), pacer: new Pacer() };
    const paired = async (endpointId: string): Promise<RestCaller> => {
      const { code } = await administration.call('pairing.create', { body: { endpointId } });
      return RestCaller.pair(url, code);
    };
    const enter = (caller: RestCaller): SyntheticRoom =>
      closing.use(new SyntheticRoom({ ...shared, token: () => caller.joinToken(meetingId) }));
    const chair = enter(await RestCaller.signIn(url, chairAccount.login, chairAccount.password));
    const honest = enter(await paired(endpoints[0]));
    await Promise.all([chair.joined, honest.joined]);

    const pass = await (await paired(endpoints[1])).joinToken(meetingId);
    using offender = await joined(url, pass);
    const stops: MediaStopped[] = [];
    offender.socket.on('mediaStopped', (stopped) => void stops.push(stopped));
    const port = await RtpPort.open();
    closing.defer(() => port.close());
    const ask = async (type: string, payload: unknown): Promise<unknown> => {
      const answer = await offender.request(type, payload);
      if (!answer.ok) throw new Error(`${type}: ${answer.error.code}`);
      return answer.result;
    };
    const line = opened.parse(await ask('media.openTransport', { kind: 'plain', direction: 'send' }));
    await ask('media.produce', {
      transportId: line.transportId,
      source: 'microphone',
      rtpParameters: rtpParameters('microphone', 4_711),
    });
    // The room has the floor, so that its flood goes to all.
    expect(await chair.command('floor.grant', { participantId: endpoints[1] })).to.include({ ok: true });

    const heard = (of: string | undefined) =>
      honest.figures.reception.streams.filter(
        ({ delivery }) => delivery.participantId === of && delivery.source === 'microphone',
      );
    const packets = (of: string | undefined): number =>
      heard(of).reduce((sum, stream) => sum + stream.packets, 0);
    const hears = async (): Promise<void> => {
      const before = packets(chair.participantId);
      await eventually(() => packets(chair.participantId) > before + 50, 'the chair to be heard');
    };
    await hears();
    port.flood(line, 'microphone', 4_711, { packetsPerS: 4_200, bytes: 1_100 });
    await eventually(() => stops.length > 0, 'it to be told');
    expect(stops[0]).to.deep.equal({ source: 'microphone', againInMs: 0 });
    // The flood continues, with packets that belong to no stream any more.
    await eventually(() => stops.length > 1, 'its line to be closed');
    expect(stops[1]).to.deep.equal({ source: null, againInMs: 0 });
    const carried = packets(endpoints[1]);
    await hears();
    expect(packets(endpoints[1])).to.equal(carried);
    expect(heard(chair.participantId).reduce((lost, stream) => lost + stream.lost, 0)).to.equal(0);

    const metrics = await (await fetch(`http://${service.operations}/metrics`)).text();
    expect(metrics).to.include('diemcau_media_floods_total{what="audio"} 1');
    expect(metrics).to.include('diemcau_media_floods_total{what="line"} 1');
  });
});
