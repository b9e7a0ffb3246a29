// Connects to a media port over TCP, like a browser behind a firewall that blocks UDP, and nominates that
// pair (RFC 6544): ice-over-tcp HOST PORT UFRAG PASSWORD. Prints `connected`, and keeps the connection until
// it is killed.

import { once } from 'node:events';
import { connect } from 'node:net';
import { z } from 'zod';
import { attribute, method, readStun, stunRequest } from '../stun.ts';

const [host, port, ufrag, password] = z
  .tuple([z.string(), z.coerce.number(), z.string(), z.string()])
  .parse(process.argv.slice(2));
const deadlineMs = 20_000;

const socket = connect({ host, port });
const signal = AbortSignal.timeout(deadlineMs);
await once(socket, 'connect', { signal });
const request = stunRequest(
  method.binding,
  [
    [attribute.username, Buffer.from(`${ufrag}:room`)],
    [attribute.priority, Buffer.from([0x6e, 0, 0, 0xff])],
    [attribute.iceControlling, Buffer.alloc(8, 1)],
    [attribute.useCandidate, Buffer.alloc(0)],
  ],
  Buffer.from(password),
);
const length = Buffer.alloc(2);
// RFC 4571: the length comes before each message.
length.writeUInt16BE(request.length);
socket.write(Buffer.concat([length, request]));
let came = Buffer.alloc(0);
for await (const chunk of socket) {
  came = Buffer.concat([came, z.instanceof(Buffer).parse(chunk)]);
  const answer = readStun(came.subarray(2), method.binding);
  if (answer === undefined) continue;
  process.stdout.write(`${answer.outcome === 'ok' ? 'connected' : `refused: ${answer.outcome}`}\n`);
  came = Buffer.alloc(0);
}
process.stdout.write('closed\n');
