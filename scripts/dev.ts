// npm run dev [-- OPTION…]: the demo with all its rooms, and in front of it the client with hot reload. Options are those of the demo.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'vite';

/** Where vite.config.ts sends what the client asks of the server. */
const serverPort = '8080';

const demo = spawn(
  process.execPath,
  ['demo/main.ts', '--port', serverPort, '--data', 'var/dev', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
const ended = once(demo, 'exit');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => demo.kill(signal));

const client = await createServer({ configFile: 'vite.config.ts' });
await client.listen();
process.stdout.write(`\nThe client with hot reload, in front of the same server:\n`);
client.printUrls();
await ended;
await client.close();
