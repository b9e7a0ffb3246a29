import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';

export interface Received {
  readonly to: readonly string[];
  /** The whole mail, one character for each byte. */
  readonly raw: string;
}

/**
 * A mail server on loopback that stores its mails, and refuses unknown recipients. With `tls` it
 * offers STARTTLS, with its own certificate that no authority knows.
 */
export async function startMailServer(
  knows: (address: string) => boolean = () => true,
  { tls = false }: { readonly tls?: boolean } = {},
) {
  const received: Received[] = [];
  const { cert, private: key } = tls
    ? await generate([{ name: 'commonName', value: '127.0.0.1' }])
    : { cert: undefined, private: undefined };
  let responseCode = 550;
  const server = new SMTPServer({
    authOptional: true,
    ...(cert !== undefined && { cert, key }),
    disabledCommands: tls ? ['AUTH'] : ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, callback) {
      callback(knows(address) ? null : Object.assign(new Error('no such mailbox'), { responseCode }));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, raw: Buffer.concat(chunks).toString('latin1') });
        callback();
      });
    },
  });
  // A client that does not trust the certificate breaks off; here that is an expected error.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server that listens has such an address
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    /** The code that answers unknown recipients from now on: 550 refuses for good, 451 for now. */
    answerRecipients: (code: 450 | 451 | 550): void => {
      responseCode = code;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
