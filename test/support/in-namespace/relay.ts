// Lets what connects to FROM_HOST FROM_PORT on this machine through to TO_HOST TO_PORT: a browser opens its door for tests on its
// own loopback alone. Prints `listening`.

import { connect, createServer } from 'node:net';
import { z } from 'zod';

const port = z.coerce.number();
const [fromHost, fromPort, toHost, toPort] = z
  .tuple([z.string(), port, z.string(), port])
  .parse(process.argv.slice(2));

createServer((near) => {
  const far = connect({ host: toHost, port: toPort });
  // One that breaks takes the other with it.
  near.on('error', () => far.destroy()).pipe(far);
  far.on('error', () => near.destroy()).pipe(near);
}).listen(fromPort, fromHost, () => process.stdout.write('listening\n'));
