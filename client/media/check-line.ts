import { largestLineProbe, lineEchoBytes } from '../../protocol/rest/line.ts';
import type { RestResponse } from '../../protocol/rest/client-types.ts';
import type { Rest } from '../signaling/rest.ts';
import { passed } from './passed.ts';

const roundTrips = 5;
/** Half of the download: offices' lines are slower upwards. */
const upBytes = largestLineProbe / 2;
const retryMs = { least: 2000, spread: 4000 } as const;

interface MeasuredLine {
  /** Jitter of the audio received over WebRTC, which only this side knows; null where none arrived. */
  readonly downJitterMs: number | null;
  /** Call this after the server has read its figures: a closed transport has none. */
  readonly close: () => void;
}

/** Sends and receives what the server measures this room's line by; the figures are the server's. */
export async function checkLine(rest: Rest, signal: AbortSignal): Promise<MeasuredLine> {
  const ends: (() => void)[] = [];
  const close = (): void => {
    for (const end of ends) end();
  };
  const opened = await openLoop(rest, signal);
  if (!opened) return { downJitterMs: null, close };
  await sendProbes(rest);
  try {
    // Loaded only now: mediasoup-client is half of what a room's page would load before its first screen.
    const { loop } = await import('./line-loop.ts');
    return { downJitterMs: signal.aborted ? null : await loop(rest, opened, (end) => ends.push(end)), close };
  } catch {
    // A browser without WebRTC, a server that is away, or a refused step: no media arrived, and the server will find the same.
    return { downJitterMs: null, close };
  }
}

/**
 * All rooms of a meeting begin at the same moment, and the server admits a few at a time: `full` is retried.
 */
async function openLoop(rest: Rest, signal: AbortSignal): Promise<RestResponse<'line.open'> | undefined> {
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
