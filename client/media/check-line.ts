import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import { largestLineProbe, lineEchoBytes } from '../../protocol/rest/line.ts';
import type { RestResponse } from '../../protocol/rest/client-types.ts';
import type { Rest } from '../signaling/rest.ts';
import { rtpCapabilities, rtpParameters, transportOptions } from './parameters.ts';
import { passed } from './passed.ts';
import { receptionReport, receptionStats } from './reception.ts';

const roundTrips = 5;
/** Half of the download: offices' lines are slower upwards. */
const upBytes = largestLineProbe / 2;
/** A browser sends receiver reports for video about every second, for audio every five. */
const loopMs = 7000;
/** As much as a camera at its middle layer. */
const pictureBps = 600_000;
const retryMs = { least: 2000, spread: 4000 } as const;

interface MeasuredLine {
  /** Jitter of the audio received over WebRTC, which only this side knows; null where none arrived. */
  readonly downJitterMs: number | null;
  /** Call this after the server has read its figures: a closed transport has none. */
  readonly close: () => void;
}

/** Sends and receives what the server measures this room's line by; the figures are the server's. */
export async function measureLine(rest: Rest, signal: AbortSignal): Promise<MeasuredLine> {
  const ends: (() => void)[] = [];
  const close = (): void => {
    for (const end of ends) end();
  };
  const opened = await openLoop(rest, signal);
  if (!opened) return { downJitterMs: null, close };
  await sendProbes(rest);
  try {
    return { downJitterMs: signal.aborted ? null : await loop(rest, opened, (end) => ends.push(end)), close };
  } catch {
    // A browser without WebRTC, or a refused step: no media arrived, and the server will find the same.
    return { downJitterMs: null, close };
  }
}

type Opened = RestResponse<'line.open'>;

/**
 * All rooms of a meeting begin at the same moment, and the server admits a few at a time: `full` is retried.
 */
async function openLoop(rest: Rest, signal: AbortSignal): Promise<Opened | undefined> {
  while (!signal.aborted) {
    const opened = await rest.call('line.open', {});
    if (opened.ok) return opened.value;
    if (opened.error.code !== 'full') return undefined;
    await passed(retryMs.least + Math.random() * retryMs.spread);
  }
  return undefined;
}

/**
 * Each request carries the last bytes of the previous download, which prove to the
 * server that all of it arrived.
 */
async function sendProbes(rest: Rest): Promise<void> {
  let echo: string | undefined;
  const probe = async (bytes: number): Promise<void> => {
    const got = await rest.download('line.down', { query: { bytes, echo } });
    echo = got.ok ? await endOf(got.value) : undefined;
  };
  for (let trip = 0; trip < roundTrips; trip += 1) await probe(lineEchoBytes);
  await probe(largestLineProbe);
  // Random bytes, so that nothing on the way can compress them; getRandomValues gives at most 65,536 at once.
  const noise = crypto.getRandomValues(new Uint8Array(50_000));
  const file = new Blob(Array.from({ length: upBytes / noise.length }, () => noise));
  await rest.upload('line.up', { query: { echo } }, file);
}

async function endOf(probe: Blob): Promise<string> {
  const end = new Uint8Array(await probe.slice(-lineEchoBytes).arrayBuffer());
  return Array.from(end, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

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
async function loop(
  rest: Rest,
  { routerRtpCapabilities, ...opened }: Opened,
  atEnd: (end: () => void) => void,
): Promise<number | null> {
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities: rtpCapabilities.parse(routerRtpCapabilities) });
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
        looped.push({ id: consumerId, producerId, kind, rtpParameters: rtpParameters.parse(back) });
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
  const { audio } = receptionReport(new Map(), receptionStats(await receive.getStats()));
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
