import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { allowances, excessAfter, isFlood, lineAllowance, noExcess } from '../../../domain/media/flood.ts';
import type { SendingAllowance } from '../../../domain/media/flood.ts';
import { loadConfig } from '../../../server/config/load.ts';
import { sendingRates } from '../../../server/config/sending-rates.ts';
import { participantNamed } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import { MediaService } from '../../support/media/media-service.ts';

const folder = fileURLToPath(new URL('../../../config', import.meta.url));
const lookMs = 500;

/** The number of looks until a stream with these counts is a flood; undefined if it never is. */
function looksUntilFlood(
  allowance: SendingAllowance,
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

describe('the allowance of a stream', () => {
  const { media } = loadConfig({ environment: {}, folder });
  const { audio, video } = allowances(sendingRates(media));

  it('covers a microphone at twice its configured bitrate, in the shortest frames', () => {
    expect(looksUntilFlood(audio, steady(2 * (32_000 + 100 * 12 * 8), 100))).to.equal(undefined);
  });

  it('covers a camera with all its layers, and a screen', () => {
    for (const bps of [2_150_000, 2_500_000]) {
      expect(looksUntilFlood(video, steady(1.2 * bps, bps / 8_000 + 90))).to.equal(undefined);
    }
  });

  it('covers keyframes in bursts, and packets that a congestion held back', () => {
    const [normal] = steady(2_150_000, 300, 0.5);
    const burst = { bits: 4 * (normal?.bits ?? 0), packets: 4 * (normal?.packets ?? 0) };
    const bursts = Array.from({ length: 300 }, (_, look) => (look % 10 === 0 ? burst : (normal ?? burst)));
    expect(looksUntilFlood(video, bursts)).to.equal(undefined);
  });

  it('ends for a flood at the first look, and for twice the allowance within seconds', () => {
    expect(looksUntilFlood(audio, steady(37_000_000, 4_200))).to.equal(1);
    expect(looksUntilFlood(audio, steady(0, 3_000))).to.equal(1);
    expect(looksUntilFlood(video, steady(37_000_000, 4_200))).to.equal(1);
    expect(looksUntilFlood(audio, steady(2.1 * audio.bps, 0))).to.be.within(2, 5);
  });

  it('is not increased by earlier silence', () => {
    const silence = steady(0, 0, 60);
    expect(looksUntilFlood(audio, [...silence, ...steady(37_000_000, 4_200)])).to.equal(silence.length + 1);
  });

  it('of a line has space for probing on top of its streams', () => {
    expect(lineAllowance([audio, video]).bps).to.be.greaterThan(2 * (audio.bps + video.bps));
    expect(lineAllowance([]).bps).to.be.greaterThan(100_000);
  });

  it('uses the maximum of Opus where the settings have no usable bitrate for the microphone', () => {
    for (const parameters of [undefined, { maxaveragebitrate: 'plenty' }, { maxaveragebitrate: -1 }]) {
      const codecs = [{ kind: 'audio' as const, mimeType: 'audio/opus', clockRate: 48_000, parameters }];
      expect(sendingRates({ ...media, codecs }).microphone).to.equal(510_000);
    }
  });
});

describe('a participant that floods the bridge', () => {
  const chair = participantNamed('Hội trường tỉnh', 'chair');
  const one = participantNamed('Huyện Yên Lạc');

  const producers = (service: MediaService): readonly string[] => [...service.bridge.producers.keys()];

  it('is notified of the stream that the server has stopped, and may send it again', async () => {
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

  it('sends nothing for five minutes after the third time, also on a new connection', async () => {
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

  it('is forgiven floods of more than ten minutes ago', async () => {
    await using service = new MediaService();
    const room = await service.enter(one);
    for (let time = 1; time <= 6; time += 1) {
      await room.send('microphone');
      service.bridge.flood(producers(service).at(-1) ?? '');
      service.aheadMs += 400_000;
    }
    expect(room.stops.map(({ source }) => source)).to.deep.equal(Array(6).fill('microphone'));
  });

  it('keeps receiving when its sending line was closed', async () => {
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

  it('reopens its media when its receiving line was closed, at most twice', async () => {
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
