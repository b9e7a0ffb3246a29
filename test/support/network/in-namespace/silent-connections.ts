// Opens TCP connections to HOST PORT and sends nothing: silent-connections HOST PORT COUNT. Prints the number
// of open and of ended ones at each change; continues until it is killed.

import { connect } from 'node:net';
import { z } from 'zod';

const [host, port, count] = z
  .tuple([z.string(), z.coerce.number(), z.coerce.number()])
  .parse(process.argv.slice(2));
const figures = { open: 0, ended: 0 };
let told = '';
setInterval(() => {
  const now = JSON.stringify(figures);
  if (now !== told) process.stdout.write(`${now}\n`);
  told = now;
}, 50);
for (let opened = 0; opened < count; opened += 1) {
  const socket = connect({ host, port });
  let isOpen = false;
  socket.once('connect', () => {
    isOpen = true;
    figures.open += 1;
  });
  socket.once('close', () => {
    if (isOpen) figures.open -= 1;
    figures.ended += 1;
  });
  // `close` reports how it ended.
  socket.on('error', () => undefined);
}
