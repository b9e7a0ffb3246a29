import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { planMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';

const script = `export const words = ${JSON.stringify('điểm cầu '.repeat(500))};\n`;

describe('what the server sends', function () {
  this.timeout(120_000);
  let app: App;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diemcau-compressed-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Điểm cầu</title>');
    await writeFile(join(folder, 'assets/page.js'), script);
    await writeFile(join(folder, 'assets/page.js.br'), brotliCompressSync(script));
    await writeFile(join(folder, 'assets/page.js.gz'), gzipSync(script));
    await writeFile(join(folder, 'assets/plain.js'), '1;\n');
    app = await startApp({}, { clientFolder: folder });
  });
  after(async () => {
    await app[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function ask(
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<{
    readonly headers: IncomingMessage['headers'];
    readonly status: number;
    readonly body: Buffer;
  }> {
    const [response] = await once(get(new URL(path, app.url), { headers }), 'response');
    return { headers: response.headers, status: response.statusCode, body: await buffer(response) };
  }

  it('is a file of the build in the smallest form that the client takes', async () => {
    for (const [accepted, encoding, decode] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
      ['identity', undefined, (body: Buffer) => body],
      ['', undefined, (body: Buffer) => body],
      [undefined, undefined, (body: Buffer) => body],
    ] as const) {
      const { headers, status, body } = await ask(
        '/assets/page.js',
        accepted === undefined ? {} : { 'accept-encoding': accepted },
      );
      expect(status, accepted).to.equal(200);
      expect(headers['content-encoding'], accepted).to.equal(encoding);
      expect(headers['vary'], accepted).to.include('Accept-Encoding');
      expect(headers['content-type'], accepted).to.match(/^text\/javascript/);
      expect(headers['cache-control'], accepted).to.include('immutable');
      expect(decode(body).toString(), accepted).to.equal(script);
    }
  });

  it('is the file as it is where the build did not compress it', async () => {
    const { headers, body } = await ask('/assets/plain.js', { 'accept-encoding': 'br' });
    expect(headers['content-encoding']).to.equal(undefined);
    expect(body.toString()).to.equal('1;\n');
  });

  it('is a long answer compressed, and a short one as it is', async () => {
    const accepts = { 'accept-encoding': 'gzip' };
    const described = await ask('/api/v1/openapi.json', accepts);
    const plain = await ask('/api/v1/openapi.json', { 'accept-encoding': 'identity' });
    expect(described.headers['content-encoding']).to.equal('gzip');
    expect(plain.headers['content-encoding']).to.equal(undefined);
    expect(gunzipSync(described.body).toString()).to.equal(plain.body.toString());
    expect(described.body.length).to.be.below(plain.body.length / 5);

    await planMeeting(app.url);
    const caller = await RestCaller.signIn(app.url, administrator.login, administrator.password);
    const authorized = { ...accepts, authorization: `Bearer ${caller.accessToken}` };
    const sites = await ask('/api/v1/sites', authorized);
    expect(sites.headers['content-encoding']).to.equal('gzip');
    expect(JSON.parse(gunzipSync(sites.body).toString())).to.have.property('sites');
    const meetings = await ask('/api/v1/setup', authorized);
    expect(meetings.headers['content-encoding']).to.equal(undefined);
    expect(meetings.status).to.equal(200);
  });
});
