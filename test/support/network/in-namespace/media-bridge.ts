// Runs one media worker on the media port of this machine. Prints the worker's process id first. Then, for
// each line on its input, it opens a WebRTC transport and prints how ICE reaches it.

import { createInterface } from 'node:readline';
import { z } from 'zod';
import { startBridge } from '../../media/bridge.ts';

const port = z.coerce.number().parse(process.argv[2]);
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

await using bridge = await startBridge({
  workers: 1,
  listen: { ip: '0.0.0.0', announcedAddress: null, port },
});
const [[workerId = '', pid] = []] = bridge.workerPids();
print({ pid });
for await (const _ of createInterface({ input: process.stdin })) {
  const opened = await bridge.openTransport(
    { conferenceId: 'a conference', workerId },
    { kind: 'webrtc', direction: 'send' },
  );
  print(opened.kind === 'webrtc' ? opened.iceParameters : opened);
}
