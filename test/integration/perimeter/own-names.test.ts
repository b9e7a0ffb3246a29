import { expect } from 'chai';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { ask, socketPath, upgrade } from '../../support/network/raw-http.ts';

describe('the server’s own names', function () {
  this.timeout(60_000);

  let logins = 0;
  /** Each attempt uses another login, since failed logins must wait. */
  const signIn = (): string =>
    JSON.stringify({ login: `khong.co.${(logins += 1)}`, password: 'mat-khau-sai' });
  /** The statuses of a GET, a mutation and the socket. */
  async function answers(app: { readonly url: string }, headers: Record<string, string>) {
    const [read, wrote, socket] = [
      await ask(app.url, '/api/v1/openapi.json', { headers }),
      await ask(app.url, '/api/v1/session', { method: 'POST', headers, body: signIn() }),
      await ask(app.url, socketPath, { headers: { ...headers, ...upgrade } }),
    ];
    return [read.status, wrote.status, socket.status];
  }
  /** 401 and 101: the request was processed. */
  const welcome = [200, 401, 101];
  const misdirected = [421, 421, 421];
  /** Every caller that has the address may read public data; browsers hide the answer from the other page. */
  const foreignPage = [200, 403, 403];

  describe('without a public address, on loopback', () => {
    let app: App;
    let port: string;
    before(async () => {
      app = await startApp();
      ({ port } = new URL(app.url));
    });
    after(() => app[Symbol.asyncDispose]());

    it('are its address and localhost, at its own port', async () => {
      for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
        expect(await answers(app, { host }), host).to.deep.equal(welcome);
        const origin = `http://${host.toLowerCase()}`;
        expect(await answers(app, { host, origin }), origin).to.deep.equal(welcome);
      }
    });

    it('exclude all others: a page of a rebound name is refused with any headers', async () => {
      const strangers = [
        `hop.ke-xau.example:${port}`,
        'hop.ke-xau.example',
        '127.0.0.1',
        '127.0.0.1:1',
        `127.0.0.2:${port}`,
        `[::1]:${port}`,
        `localhost.ke-xau.example:${port}`,
        `127.0.0.1.ke-xau.example:${port}`,
        `ai@127.0.0.1:${port}`,
        `127.0.0.1:${port}/x`,
        `127.0.0.1:${port}, hop.ke-xau.example`,
        ' ',
      ];
      for (const host of strangers) {
        for (const origin of [undefined, `http://${host}`, app.url]) {
          const headers = { host, ...(origin !== undefined && { origin }) };
          expect(await answers(app, headers), `${host} ${origin}`).to.deep.equal(misdirected);
        }
      }
    });

    it('name the setting to change in the refusal', async () => {
      const { body, headers } = await ask(app.url, '/', { headers: { host: 'hop.example' } });
      expect(headers['content-type']).to.contain('application/problem+json');
      expect(JSON.parse(body)).to.deep.include({ status: 421, code: 'misdirected' });
      expect(body).to.contain('http.publicUrl').and.to.contain('http.allowedOrigins');
    });

    it('allow no action of a page of any other origin', async () => {
      const host = `127.0.0.1:${port}`;
      const origins = [
        'https://ke-xau.example',
        'null',
        `http://localhost:${port}`,
        `https://127.0.0.1:${port}`,
        `http://127.0.0.1:${Number(port) + 1}`,
        'http://127.0.0.1',
      ];
      for (const origin of origins) {
        expect(await answers(app, { host, origin }), origin).to.deep.equal(foreignPage);
      }
      for (const site of ['cross-site', 'same-site']) {
        expect(await answers(app, { host, 'sec-fetch-site': site }), site).to.deep.equal(foreignPage);
        expect(await answers(app, { host, origin: app.url, 'sec-fetch-site': site })).to.deep.equal(
          foreignPage,
        );
      }
      for (const site of ['same-origin', 'none']) {
        expect(await answers(app, { host, origin: app.url, 'sec-fetch-site': site })).to.deep.equal(welcome);
      }
    });

    it('are refused in the absolute URL of a proxy request', async () => {
      const { status } = await ask(app.url, 'http://hop.ke-xau.example/api/v1/openapi.json');
      expect(status).to.equal(421);
    });

    it('are not checked for health checks, which have their own port', async () => {
      const { status } = await ask(`http://${app.operations}`, '/livez', {
        headers: { host: 'can-bang-tai' },
      });
      expect(status).to.equal(200);
    });
  });

  describe('with a public address and another name', () => {
    let app: App;
    let direct: string;
    before(async () => {
      app = await startApp({
        http: {
          host: '0.0.0.0',
          port: 0,
          publicUrl: 'https://hop.tinh.example',
          allowedOrigins: ['http://hop.noi-bo:8080'],
        },
      });
      direct = app.listening.replace('0.0.0.0', '127.0.0.1');
    });
    after(() => app[Symbol.asyncDispose]());

    it('are those two, each with its own pages', async () => {
      const [main, inner] = ['hop.tinh.example', 'hop.noi-bo:8080'];
      const at = (headers: Record<string, string>) => answers({ url: direct }, headers);
      expect(await at({ host: main })).to.deep.equal(welcome);
      expect(await at({ host: `${main}:443`, origin: `https://${main}` })).to.deep.equal(welcome);
      expect(await at({ host: inner, origin: `http://${inner}` })).to.deep.equal(welcome);
      expect(await at({ host: main, origin: `http://${main}` })).to.deep.equal(foreignPage);
      expect(await at({ host: 'hop.noi-bo' })).to.deep.equal(misdirected);
      expect(await at({ host: `${main}.ke-xau.example` })).to.deep.equal(misdirected);
    });

    it('and, for callers on the same machine, the address of the connection', async () => {
      const { port } = new URL(direct);
      const host = `127.0.0.1:${port}`;
      expect(await answers({ url: direct }, { host, origin: `http://${host}` })).to.deep.equal(welcome);
      const other = `http://127.0.0.7:${port}`;
      expect(await answers({ url: other }, { host: `127.0.0.7:${port}` })).to.deep.equal(welcome);
      expect(await answers({ url: other }, { host })).to.deep.equal(misdirected);
    });
  });
});
