import type { types } from 'mediasoup-client';
import type { RestResponse } from '../../protocol/rest/client-types.ts';
import type { Rest } from '../signaling/rest.ts';
import { createDevice } from './device.ts';
import { rtpCapabilities, rtpParameters, transportOptions } from './parameters.ts';
import { passed } from './passed.ts';
import { receptionBetween, receptionStats } from './reception.ts';

/** A browser sends receiver reports for video about every second, for audio every five. */
const loopMs = 7000;
/** As much as a camera at its middle layer. */
const pictureBps = 600_000;

/** Throws on a refusal, which ends the loop. */
function granted<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error('the loop was refused');
  return result.value;
}

/**
 * Sends audio and video to the media workers and receives them back, over one transport for each direction.
 *
 * @param atEnd receives the functions that close each part of the loop
 */
export async function loop(
  rest: Rest,
  { routerRtpCapabilities, ...opened }: RestResponse<'line.open'>,
  atEnd: (end: () => void) => void,
): Promise<number | null> {
  const device = await createDevice();
  await device.load({ routerRtpCapabilities: rtpCapabilities(routerRtpCapabilities) });
  const send = device.createSendTransport(transportOptions(opened.send));
  const receive = device.createRecvTransport(transportOptions(opened.receive));
  for (const [direction, transport] of [['send', send] as const, ['receive', receive] as const]) {
    atEnd(() => transport.close());
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      rest
        .call('line.connect', { body: { direction, dtlsParameters: { ...dtlsParameters } } })
        .then(granted)
        .then(done, failed);
    });
  }
  const looped: types.ConsumerOptions[] = [];
  send.on('produce', ({ kind, rtpParameters: sent }, done, failed) => {
    rest
      .call('line.send', { body: { kind, rtpParameters: { ...sent } } })
      .then(granted)
      .then(({ consumerId, producerId, rtpParameters: back }) => {
        looped.push({ id: consumerId, producerId, kind, rtpParameters: rtpParameters(back) });
        done({ id: producerId });
      }, failed);
  });
  for (const { track, stop } of [makeTone(), makeSnow()]) {
    atEnd(stop);
    await send.produce({
      track,
      ...(track.kind === 'video' && { encodings: [{ maxBitrate: pictureBps }] }),
    });
  }
  for (const options of looped) await receive.consume(options);
  await passed(loopMs);
  const { audio } = receptionBetween(new Map(), receptionStats(await receive.getStats()));
  return audio === null || audio.packets === 0 ? null : audio.jitterMs;
}

interface Source {
  readonly track: MediaStreamTrack;
  readonly stop: () => void;
}

/** Audio without a microphone: a tone, which Opus sends without a pause. */
function makeTone(): Source {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  tone.connect(destination);
  tone.start();
  return { track: trackOf(destination.stream), stop: () => void context.close() };
}

/** Video without a camera: snow, on which every encoder uses its full bitrate. */
function makeSnow(): Source {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [160, 90];
  const context = canvas.getContext('2d');
  const snow = new ImageData(canvas.width, canvas.height);
  const draw = (): void => {
    crypto.getRandomValues(snow.data);
    context?.putImageData(snow, 0, 0);
  };
  draw();
  const timer = setInterval(draw, 60);
  const track = trackOf(canvas.captureStream(15));
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

function trackOf(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (!track) throw new Error('this browser makes no such stream');
  return track;
}
