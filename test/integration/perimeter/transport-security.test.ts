import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { generate } from 'selfsigned';
import type { App } from '../../../server/app.ts';
import { createWebServer } from '../../../server/http/web-server.ts';
import { createLogger } from '../../../server/observability/log.ts';
import { Occupancy } from '../../../server/perimeter/occupancy.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';

interface Handshake {
  readonly minVersion?: 'TLSv1' | 'TLSv1.2';
  readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2';
  readonly ciphers?: string;
}

describe('the web server with a certificate of its own', function () {
  this.timeout(120_000);
  let folder: string;
  let certificate: string;
  let files: { readonly certFile: string; readonly keyFile: string };
  let app: App;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diemcau-tls-'));
    const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    certificate = cert;
    files = { certFile: join(folder, 'certificate.pem'), keyFile: join(folder, 'key.pem') };
    await writeFile(files.certFile, cert);
    await writeFile(files.keyFile, key);
    app = await startApp({ http: { tls: files } });
  });
  after(async () => {
    await app[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** Makes a TLS handshake with these limits; rejects where the server does not agree to them. */
  async function shakeHands(limits: Handshake): Promise<TLSSocket> {
    const { hostname, port } = new URL(app.url);
    const socket = connect({ host: hostname, port: Number(port), ca: certificate, ...limits });
    await once(socket, 'secureConnect');
    return socket;
  }

  it('speaks TLS 1.3 with a client that can', async () => {
    const socket = await shakeHands({});
    expect(socket.getProtocol()).to.equal('TLSv1.3');
    socket.destroy();
  });

  it('speaks TLS 1.2 with forward secrecy and authenticated encryption', async () => {
    const socket = await shakeHands({ maxVersion: 'TLSv1.2' });
    expect(socket.getCipher().standardName).to.match(/^TLS_ECDHE_\w+_(GCM|CHACHA20_POLY1305)_SHA(256|384)$/);
    socket.destroy();
  });

  it('reports in the metrics when its certificate expires', async () => {
    const metrics = await (await fetch(`http://${app.operations}/metrics`)).text();
    const [, told] = /^diemcau_certificate_expiry_timestamp_seconds (\S+)$/m.exec(metrics) ?? [];
    expect(Number(told) * 1_000).to.equal(Date.parse(new X509Certificate(certificate).validTo));
  });

  it('serves a renewed certificate without a restart, once both its files exist, and the old one until then', async () => {
    const place = await mkdtemp(join(tmpdir(), 'diemcau-renewed-'));
    const mine = { certFile: join(place, 'certificate.pem'), keyFile: join(place, 'key.pem') };
    const named = (name: string) => generate([{ name: 'commonName', value: name }]);
    const [first, second] = [await named('cu.tinh.gov.vn'), await named('moi.tinh.gov.vn')];
    await writeFile(mine.certFile, first.cert);
    await writeFile(mine.keyFile, first.private);
    const lines: string[] = [];
    await using web = await createWebServer(
      { host: '127.0.0.1', port: 0, tls: mine },
      {
        connections: 100,
        perimeter: { connections: new Occupancy(100), trustsProxy: () => false },
        logger: createLogger('info', { write: (line) => void lines.push(line) }),
        now: Date.now,
        certificateEveryMs: 5,
      },
    );
    const { port } = new URL(await web.listen());
    const shown = async (): Promise<string> => {
      const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      return String(subject.CN);
    };
    const told = (text: string) => lines.filter((line) => line.includes(text)).length;
    expect(await shown()).to.equal('cu.tinh.gov.vn');
    await writeFile(mine.certFile, second.cert);
    await eventually(() => told('cannot be reloaded') > 0, 'the log to name the pair that does not fit');
    expect(await shown()).to.equal('cu.tinh.gov.vn');
    await writeFile(mine.keyFile, second.private);
    await eventually(async () => (await shown()) === 'moi.tinh.gov.vn', 'the new certificate');
    expect(web.certificateExpiresAtMs()).to.equal(Date.parse(new X509Certificate(second.cert).validTo));
    expect(told('the new certificate is in use')).to.equal(1);
    await rm(place, { recursive: true });
  });

  const refused: readonly (readonly [string, Handshake])[] = [
    // At its usual security level the client's own library would refuse the old versions.
    ['TLS 1.1 and older', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    [
      'suites without forward secrecy',
      { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256:AES256-GCM-SHA384' },
    ],
    [
      'suites without authenticated encryption',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES128-SHA:AES128-SHA' },
    ],
  ];
  for (const [what, limits] of refused) {
    it(`refuses ${what}`, async () => {
      const outcome = await shakeHands(limits).then(
        (socket) => `agreed to ${socket.getProtocol()} ${socket.getCipher().name}`,
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
      expect(outcome).to.match(/^(ERR_SSL|ECONNRESET)/);
    });
  }

  it('does not answer what is not encrypted', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connectPlain({ host: hostname, port: Number(port) });
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'close');
    expect(received).not.to.contain('HTTP/');
  });

  it('stops while a client holds a silent connection', async () => {
    const stopping = await startApp({ http: { tls: files } });
    const { hostname, port } = new URL(stopping.url);
    const silent = connectPlain({ host: hostname, port: Number(port) }).on('error', () => undefined);
    await once(silent, 'connect');
    const closed = once(silent, 'close');
    await stopping[Symbol.asyncDispose]();
    await closed;
  });
});

describe('the web server', function () {
  this.timeout(120_000);
  let app: App;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diemcau-pages-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Điểm cầu</title>');
    await writeFile(join(folder, '.env'), 'SECRET=1');
    app = await startApp({}, { clientFolder: folder });
  });
  after(async () => {
    await app[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function ask(method: string, path: string): Promise<{ status: number; text: string }> {
    const { hostname, port } = new URL(app.url);
    const sent = request({
      host: hostname,
      port,
      method,
      path,
      headers: { accept: 'application/json', 'x-probe': 'echo' },
    });
    sent.end();
    const [response] = await once(sent, 'response');
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode, text };
  }

  it('echoes no request (TRACE)', async () => {
    const { status, text } = await ask('TRACE', '/');
    expect(status).to.be.within(400, 499);
    expect(text).not.to.contain('echo');
  });

  for (const path of [
    '/assets/',
    '/assets',
    '/.git/config',
    '/.env',
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
  ]) {
    it(`has nothing at ${path}`, async () => {
      const { status, text } = await ask('GET', path);
      expect(status).to.be.within(400, 499);
      expect(text).not.to.contain('SECRET').and.not.to.contain('"dependencies"');
    });
  }
});
