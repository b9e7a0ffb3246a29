import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { errors } from '../../../protocol/errors.ts';
import { problem, problemType } from '../../../protocol/rest/problem.ts';
import { misfit } from '../../support/rest/answers.ts';
import { type RestEdge, startRestEdge } from '../../support/rest/rest-edge.ts';

const long = 'a'.repeat(20_000);
const head = (...lines: readonly string[]): string =>
  ['GET /api/v1/sites HTTP/1.1', 'Host: HOST', ...lines, '', ''].join('\r\n');
const post = (...lines: readonly string[]): string =>
  head(...lines).replace('GET /api/v1/sites', 'POST /api/v1/sessions');

/** The bytes to send, and the code of the answer. */
const requests: Readonly<Record<string, readonly [sent: string, code: keyof typeof errors]>> = {
  'with an address that is too long': [head().replace('/sites', `/sites?q=${long}`), 'headers-too-large'],
  'with a header that is too long': [head(`Cookie: ${long}`), 'headers-too-large'],
  'with too many headers': [
    head(...Array.from({ length: 2_000 }, (_, n) => `X-${n}: ${n}`)),
    'headers-too-large',
  ],
  'that speak no HTTP': ['XIN CHAO\r\n\r\n', 'invalid-request'],
  'that speak TLS': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'invalid-request'],
  'of another version of HTTP': [head().replace('HTTP/1.1', 'HTTP/9.9'), 'invalid-request'],
  'with a space in the address': [head().replace('/sites', '/si tes'), 'invalid-request'],
  'with a header without a colon': [head('Cookie'), 'invalid-request'],
  'with a header that holds a control character': [head('Cookie: a\x01b'), 'invalid-request'],
  'with a length that is no number': [post('Content-Length: nhieu'), 'invalid-request'],
  'with two lengths': [post('Content-Length: 1', 'Transfer-Encoding: chunked'), 'invalid-request'],
  'with a chunk that has no length': [
    `${post('Content-Type: application/json', 'Transfer-Encoding: chunked')}xyz\r\n`,
    'invalid-request',
  ],
  'with a chunk that has a long extension': [
    `${post('Content-Type: application/json', 'Transfer-Encoding: chunked')}1;${long}\r\n`,
    'payload-too-large',
  ],
  'without a Host': [head().replace('Host: HOST\r\n', ''), 'invalid-request'],
  'whose head never ends': ['GET /api/v1/sites HTTP/1.1\r\nHost: HOST\r\n', 'request-too-slow'],
};

describe('REST: requests that cannot be read', function () {
  this.timeout(60_000);
  let edge: RestEdge;
  before(async () => {
    edge = await startRestEdge();
  });
  after(() => edge.close());

  /** Reads until the server ends the connection. */
  const exchange = async (sent: string): Promise<string> => {
    const { hostname, port, host } = new URL(edge.url);
    const socket = connect(Number(port), hostname);
    const received: Buffer[] = [];
    socket.on('data', (data) => received.push(data));
    socket.write(Buffer.from(sent.replaceAll('HOST', host), 'latin1'));
    await once(socket, 'end');
    socket.destroy();
    return Buffer.concat(received).toString();
  };
  const answersIn = (text: string) =>
    text
      .split(/(?=HTTP\/1\.1 )/)
      .map((each) => each.split('\r\n\r\n'))
      .map(([headers = '', body = '']) => ({
        status: Number(headers.slice(9, 12)),
        headers: new Headers(
          headers
            .split('\r\n')
            .slice(1)
            .map((line): [string, string] => {
              const [name = '', ...value] = line.split(': ');
              return [name, value.join(': ')];
            }),
        ),
        body,
      }));

  for (const [name, [sent, code]] of Object.entries(requests)) {
    it(`${name} are answered ${code}, as documented`, async () => {
      const closing =
        sent.includes('Host:') || code !== 'invalid-request'
          ? sent
          : sent.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
      const [answer, ...more] = answersIn(await exchange(closing));
      expect(more).to.deep.equal([]);
      const { status } = errors[code];
      expect(answer?.status).to.equal(status);
      expect(answer?.headers.get('content-type')).to.equal(`${problemType}; charset=utf-8`);
      const body: unknown = JSON.parse(answer?.body ?? '');
      expect(problem.parse(body)).to.deep.include({ status, code });
      const place = [
        'paths',
        '/api/v1/sites',
        'get',
        'responses',
        `${status}`,
        'content',
        problemType,
        'schema',
      ];
      expect(misfit(place, body)).to.equal(undefined);
    });
  }

  it('are refused after the answer to the request before them', async () => {
    const answers = answersIn(await exchange(`${head()}${head('Cookie')}`));
    expect(answers.map(({ status }) => status)).to.deep.equal([401, 400]);
  });

  it('with an unknown expectation are answered as without it', async () => {
    const answers = answersIn(await exchange(head('Expect: 999-mong-doi', 'Connection: close')));
    expect(answers.map(({ status }) => status)).to.deep.equal([401]);
  });
});
