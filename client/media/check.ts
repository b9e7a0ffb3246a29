import type { RehearsalFigures } from '../../domain/schedule/rehearsal.ts';
import { largestLineProbe } from '../../protocol/rest/readiness.ts';
import type { Rest } from '../signaling/rest.ts';
import { Capture } from './capture.ts';

/** Long enough for a camera to find its light, and for a room to make some noise. */
const listeningMs = 2500;
const roundTrips = 5;
/** Half of what comes down: offices' lines are slower upwards. */
const upBytes = largestLineProbe / 2;
/** The picture is looked at this small; enough to tell a room from a covered lens. */
const looked = { width: 64, height: 36 } as const;

/** This room's check of itself: its devices, then its line. It takes some seconds and lets go of the devices at the end. */
export async function checkRoom(rest: Rest, signal: AbortSignal): Promise<RehearsalFigures> {
  const capture = new Capture();
  try {
    await capture.start();
    const { camera, microphone } = { camera: capture.camera.peek(), microphone: capture.microphone.peek() };
    const [picture, sound] = await Promise.all([
      camera && !signal.aborted ? look(camera) : null,
      microphone && !signal.aborted ? listen(microphone) : null,
    ]);
    return { camera: picture, microphone: sound, ...(await measureLine(rest, signal)) };
  } finally {
    capture.stop();
  }
}

const passed = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function look(track: MediaStreamTrack): Promise<RehearsalFigures['camera']> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  // A camera that is there and gives no picture never plays.
  void video.play().catch(() => undefined);
  await passed(listeningMs);
  const height = video.videoHeight;
  const context = new OffscreenCanvas(looked.width, looked.height).getContext('2d');
  if (height === 0 || context === null) return null;
  context.drawImage(video, 0, 0, looked.width, looked.height);
  video.srcObject = null;
  const { data } = context.getImageData(0, 0, looked.width, looked.height);
  let [darkest, brightest] = [255, 0];
  for (let at = 0; at < data.length; at += 4) {
    const light = ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
    darkest = Math.min(darkest, light);
    brightest = Math.max(brightest, light);
  }
  return { height, contrast: brightest - darkest };
}

async function listen(track: MediaStreamTrack): Promise<RehearsalFigures['microphone']> {
  const context = new AudioContext();
  try {
    // Without a gesture a browser may hold it; a page that holds the microphone is let go on.
    await Promise.race([context.resume(), passed(listeningMs)]);
    if (context.state !== 'running') return null;
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    const untilMs = performance.now() + listeningMs;
    while (performance.now() < untilMs) {
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      await passed(30);
    }
    return { peakDbfs: Math.max(-120, 20 * Math.log10(peak)) };
  } finally {
    await context.close();
  }
}

async function measureLine(
  rest: Rest,
  signal: AbortSignal,
): Promise<Pick<RehearsalFigures, 'roundTripMs' | 'downBps' | 'upBps'>> {
  const timed = async (ask: () => Promise<{ readonly ok: boolean }>): Promise<number | null> => {
    if (signal.aborted) return null;
    const startedMs = performance.now();
    return (await ask()).ok ? Math.max(1, performance.now() - startedMs) : null;
  };
  const down = (bytes: number) => timed(() => rest.download('line.down', { query: { bytes } }));
  const trips: number[] = [];
  for (let trip = 0; trip < roundTrips; trip += 1) {
    const tookMs = await down(1);
    if (tookMs !== null) trips.push(tookMs);
  }
  const roundTripMs = trips.length === 0 ? null : Math.min(...trips);
  const downMs = await down(largestLineProbe);
  // Random bytes, so that nothing on the way makes them smaller; 65,536 are given at once.
  const noise = crypto.getRandomValues(new Uint8Array(50_000));
  const file = new Blob(Array.from({ length: upBytes / noise.length }, () => noise));
  const upMs = await timed(() => rest.upload('line.up', {}, file));
  return { roundTripMs, downBps: bps(largestLineProbe, downMs), upBps: bps(upBytes, upMs) };
}

const bps = (bytes: number, tookMs: number | null): number | null =>
  tookMs === null ? null : Math.round((bytes * 8_000) / tookMs);
