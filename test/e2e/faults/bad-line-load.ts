import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { concealment, openBadLines } from './bad-line-room.ts';

/**
 * The program that the bench bad-line starts for each run: a room hears the chair while every twentieth
 * packet is lost and each is late by up to 200 ms. Prints the share of the sound that the room concealed.
 *
 *   bad-line-load.ts SECONDS BUFFER_MS ENVIRONMENT_JSON
 */
const [seconds, bufferMs, environment] = z
  .tuple([
    z.coerce.number().int().min(1),
    z.coerce.number().int().min(0),
    z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
  ])
  .parse(process.argv.slice(2));

/** The jitter buffer has to adapt to the line. */
const learnsS = 10;

const folder = await mkdtemp(join(tmpdir(), 'diemcau-bench-'));
await using closing = new AsyncDisposableStack();
closing.defer(() => rm(folder, { recursive: true }));
const lines = closing.use(await openBadLines({ environment, folder }));
const [first] = lines.venue.meeting.endpoints;
const page = await lines.come(first, { loss: 0.05, jitterMs: 200, bps: Infinity });
if (bufferMs > 0) {
  await page.evaluate((targetMs) => {
    for (const connection of window.witness.connections) {
      for (const receiver of connection.getReceivers()) {
        if (receiver.track.kind === 'audio') receiver.jitterBufferTarget = targetMs;
      }
    }
  }, bufferMs);
}
await concealment(page, learnsS);
process.stdout.write(`${JSON.stringify({ madeUp: await concealment(page, seconds) })}\n`);
