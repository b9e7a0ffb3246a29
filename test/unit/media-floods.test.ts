import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { allowances, excessAfter, isFlood, lineAllowance, noExcess } from '../../domain/media/flood.ts';
import type { Allowance } from '../../domain/media/flood.ts';
import { loadConfig } from '../../server/config/load.ts';
import { sendingRates } from '../../server/config/sending-rates.ts';
import { participantNamed } from '../support/conference-history.ts';
import { eventually } from '../support/eventually.ts';
import { MediaService } from '../support/media-service.ts';

const folder = fileURLToPath(new URL('../../config', import.meta.url));
const lookMs = 500;

/** After how many looks a stream that brings so much in each of them is a flood; undefined where it never is. */
function looksUntilFlood(
  allowance: Allowance,
  looks: readonly { readonly bits: number; readonly packets: number }[],
): number | undefined {
  let excess = noExcess;
  for (const [index, came] of looks.entries()) {
    excess = excessAfter(excess, allowance, came, lookMs);
    if (isFlood(excess, allowance)) return index + 1;
  }
  return undefined;
}

const steady = (bps: number, packetsPerS: number, seconds = 600) =>
  Array.from({ length: (seconds * 1_000) / lookMs }, () => ({
    bits: (bps * lookMs) / 1_000,
    packets: (packetsPerS * lookMs) / 1_000,
  }));

describe('what a stream may bring in', () => {
  const { media } = loadConfig({ environment: {}, folder });
  const { audio, video } = allowances(sendingRates(media));

  it('lets a microphone be that sends all it is told to, twice, in the shortest frames', () => {
    expect(looksUntilFlood(audio, steady(2 * (32_000 + 100 * 12 * 8), 100))).to.equal(undefined);
  });

  it('lets a camera be with all its layers, and a screen', () => {
    for (const bps of [2_150_000, 2_500_000]) {
      expect(looksUntilFlood(video, steady(1.2 * bps, bps / 8_000 + 90))).to.equal(undefined);
    }
  });

  it('lets keyframes be that come in bursts, and what was kept back during a congestion', () => {
    const [normal] = steady(2_150_000, 300, 0.5);
    const burst = { bits: 4 * (normal?.bits ?? 0), packets: 4 * (normal?.packets ?? 0) };
    const bursts = Array.from({ length: 300 }, (_, look) => (look % 10 === 0 ? burst : (normal ?? burst)));
    expect(looksUntilFlood(video, bursts)).to.equal(undefined);
  });

  it('finds a flood at the first look, and one that is twice what it may be within seconds', () => {
    expect(looksUntilFlood(audio, steady(37_000_000, 4_200))).to.equal(1);
    expect(looksUntilFlood(audio, steady(0, 3_000))).to.equal(1);
    expect(looksUntilFlood(video, steady(37_000_000, 4_200))).to.equal(1);
    expect(looksUntilFlood(audio, steady(2.1 * audio.bps, 0))).to.be.within(2, 5);
  });

  it('forgives nothing for what was not sent before', () => {
    const silence = steady(0, 0, 60);
    expect(looksUntilFlood(audio, [...silence, ...steady(37_000_000, 4_200)])).to.equal(silence.length + 1);
  });

  it('gives a line room for probing on top of its streams', () => {
    expect(lineAllowance([audio, video]).bps).to.be.greaterThan(2 * (audio.bps + video.bps));
    expect(lineAllowance([]).bps).to.be.greaterThan(100_000);
  });

  it('goes by the most that Opus has where the settings name nothing that a microphone can keep to', () => {
    for (const parameters of [undefined, { maxaveragebitrate: 'plenty' }, { maxaveragebitrate: -1 }]) {
      const codecs = [{ kind: 'audio' as const, mimeType: 'audio/opus', clockRate: 48_000, parameters }];
      expect(sendingRates({ ...media, codecs }).microphone).to.equal(510_000);
    }
  });
});

describe('who floods the bridge', () => {
  const chair = participantNamed('Hội trường tỉnh', 'chair');
  const one = participantNamed('Huyện Yên Lạc');

  const producers = (service: MediaService): readonly string[] => [...service.bridge.producers.keys()];

  it('is told what the server takes no more of it, and may send it again', async () => {
    await using service = new MediaService();
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    await hall.send('microphone');
    await room.send('microphone', 'camera');
    const [, microphone = '', camera = ''] = producers(service);
    service.bridge.flood(microphone);
    expect(room.stops).to.deep.equal([{ source: 'microphone', againInMs: 0 }]);
    expect(hall.stops).to.deep.equal([]);
    expect(service.bridge.producers.has(camera)).to.equal(true);
    await room.send('microphone');
    expect(producers(service)).to.have.lengthOf(2);
  });

  it('sends nothing for five minutes after the third time, on a new connection neither', async () => {
    await using service = new MediaService();
    const room = await service.enter(one);
    for (let time = 1; time <= 3; time += 1) {
      await room.send('microphone');
      service.bridge.flood(producers(service).at(-1) ?? '');
    }
    expect(room.stops.at(-1)).to.deep.include({ source: null });
    expect(room.stops.at(-1)?.againInMs).to.be.within(299_000, 300_000);
    const opens = (direction: 'send' | 'receive') =>
      room.seat.request({
        type: 'media.openTransport',
        payload: { kind: 'webrtc', direction, rtpCapabilities: { codecs: [] } },
      });
    expect(await opens('send')).to.include({ ok: false, code: 'too-fast' });
    expect(await opens('receive')).to.include({ ok: true });

    service.aheadMs += 100_000;
    const again = await service.enter(one);
    await again.seat.begin();
    expect(again.stops.at(-1)?.againInMs).to.be.within(199_000, 200_000);
    service.aheadMs += 200_001;
    await again.send('microphone');
    expect(producers(service)).to.have.lengthOf(1);
  });

  it('is forgiven what is ten minutes ago', async () => {
    await using service = new MediaService();
    const room = await service.enter(one);
    for (let time = 1; time <= 6; time += 1) {
      await room.send('microphone');
      service.bridge.flood(producers(service).at(-1) ?? '');
      service.aheadMs += 400_000;
    }
    expect(room.stops.map(({ source }) => source)).to.deep.equal(Array(6).fill('microphone'));
  });

  it('goes on receiving when its line to send was closed', async () => {
    await using service = new MediaService();
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    await hall.send('microphone');
    await room.send('microphone');
    await eventually(() => room.flowing, 'the chair to be heard');
    const transportId = [...service.bridge.transports.keys()].at(-1) ?? '';
    service.bridge.floodLine(transportId);
    expect(room.stops).to.deep.equal([{ source: null, againInMs: 0 }]);
    expect(room.lost).to.equal(0);
    expect(room.flowing).to.equal(true);
  });

  it('opens everything anew when its line to receive was closed, and not more than twice', async () => {
    await using service = new MediaService();
    const room = await service.enter(one);
    let transportId = [...service.bridge.transports.keys()].at(-1) ?? '';
    for (let time = 1; time <= 2; time += 1) {
      service.bridge.floodLine(transportId);
      expect(room.lost).to.equal(time);
      transportId = await room.open('receive');
    }
    service.bridge.floodLine(transportId);
    const answer = await room.seat.request({
      type: 'media.openTransport',
      payload: { kind: 'webrtc', direction: 'receive', rtpCapabilities: { codecs: [] } },
    });
    expect(answer).to.include({ ok: false, code: 'too-fast' });
  });
});
