import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** A clock that all threads share. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export interface Tone {
  /** The port that receives packets. */
  readonly port: number;
  /** When the last RTP packet arrived, on the clock of `nowMs`. */
  readonly lastAtMs: number;
  /** Sends audio there from now on, whatever the server answers. */
  speak(to: { readonly ip: string; readonly port: number }, ssrc: number): void;
}

/** Starts microphones that never pause, and one receiver. */
export async function startTone(everyMs: number): Promise<Tone> {
  const lastAt = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const lastAtMs = new Float64Array(lastAt);
  const worker = new Worker(new URL('./tone-worker.ts', import.meta.url), {
    workerData: { lastAt, everyMs },
  });
  const [port] = z.tuple([z.number()]).parse(await once(worker, 'message'));
  return {
    port,
    get lastAtMs() {
      return lastAtMs[0] ?? 0;
    },
    speak: ({ ip, port: at }, ssrc) => worker.postMessage({ ip, port: at, ssrc }),
  };
}
