// Relays connections to FROM_HOST FROM_PORT on this machine to TO_HOST TO_PORT, since a browser opens its
// test port only on its own loopback. Prints `listening`.

import { connect, createServer } from 'node:net';
import { z } from 'zod';

const port = z.coerce.number();
const [fromHost, fromPort, toHost, toPort] = z
  .tuple([z.string(), port, z.string(), port])
  .parse(process.argv.slice(2));

createServer((near) => {
  const far = connect({ host: toHost, port: toPort });
  // When one connection breaks, the other ends as well.
  near.on('error', () => far.destroy()).pipe(far);
  far.on('error', () => near.destroy()).pipe(near);
}).listen(fromPort, fromHost, () => process.stdout.write('listening\n'));
