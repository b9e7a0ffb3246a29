import { expect } from 'chai';
import type { App } from '../../../server/app.ts';
import type { ConfigOverrides } from '../../../server/config/schema.ts';
import { networkOf } from '../../../server/perimeter/client-address.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { routeNames, routes } from '../../../protocol/rest/routes.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { ask, bare, socketPath, upgrade } from '../../support/network/raw-http.ts';
import { rawSocket } from '../../support/network/raw-socket.ts';

const tight = { perS: 1, burst: 5 };
const page = '/api/v1/openapi.json';

describe('the limits of one address', function () {
  this.timeout(120_000);
  const started = new AsyncDisposableStack();
  const start = async (overrides: ConfigOverrides): Promise<App> => started.use(await startApp(overrides));
  after(() => started.disposeAsync());

  describe('for requests', () => {
    let app: App;
    before(async () => (app = await start({ limits: { perAddress: { requests: tight } } })));

    it('answer 429 with the wait beyond the limit, on every route, and serve other addresses', async () => {
      const answers = [];
      for (let n = 0; n < 8; n += 1) answers.push(await ask(app.url, page, { from: '127.0.3.1' }));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).to.be.at.least(1);
      for (const { headers, body } of refused) {
        const retryAfterS = Number(headers['retry-after']);
        expect(retryAfterS).to.be.within(1, 60);
        expect(JSON.parse(body)).to.deep.include({ code: 'too-fast', retryAfterS });
        expect(headers['connection']).to.equal('close');
      }
      expect((await ask(app.url, page, { from: '127.0.3.2' })).status).to.equal(200);
    });

    it('include requests that are pipelined on one connection', async () => {
      const { host } = new URL(app.url);
      const { socket, seen } = await bare(app.url, '127.0.3.3');
      socket.write(`GET ${page} HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(500));
      await eventually(() => seen.closed, 'the connection to be closed');
      expect(seen.text.match(/HTTP\/1\.1 200/g)?.length).to.be.within(1, 10);
      expect(seen.text.match(/HTTP\/1\.1 429/g)).to.have.lengthOf(1);
    });
  });

  describe('behind a proxy', () => {
    let app: App;
    before(async () => {
      app = await start({
        http: { trustProxy: ['127.0.4.0/24'] },
        limits: { perAddress: { requests: tight, connections: 2, sockets: 1 } },
      });
    });

    it('apply to the client that the proxy names, whatever the client claims', async () => {
      const through = (client: string) =>
        ask(app.url, page, { from: '127.0.4.1', headers: { 'x-forwarded-for': client } });
      const statuses = async (count: number, client: (n: number) => string) => {
        const answers = await Promise.all(Array.from({ length: count }, (_, n) => through(client(n))));
        return new Set(answers.map(({ status }) => status));
      };
      expect(await statuses(12, (n) => `10.0.0.${n}`)).to.deep.equal(new Set([200]));
      expect(await statuses(12, (n) => `10.9.9.${n}, 10.0.1.1`)).to.include(429);
      expect(await statuses(12, (n) => `2001:db8:1:2::${n}`)).to.include(429);
      expect(await statuses(12, (n) => `2001:db9:${n}:2::1`)).to.deep.equal(new Set([200]));
      // This address is not a trusted proxy; its header does not count.
      const own = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          ask(app.url, page, { from: '127.0.5.1', headers: { 'x-forwarded-for': `10.0.2.${n}` } }).catch(
            () => ({ status: 0 }),
          ),
        ),
      );
      expect(own.some(({ status }) => status !== 200)).to.equal(true);
    });

    it('apply to sockets in the same way', async () => {
      const through = (client: string) =>
        ask(app.url, socketPath, { from: '127.0.4.1', headers: { ...upgrade, 'x-forwarded-for': client } });
      const [first, second] = [bareUpgrade('10.0.6.1'), bareUpgrade('10.0.6.2')];
      using _first = await first;
      using _second = await second;
      expect((await through('10.0.6.1')).status).to.equal(429);
      expect((await through('10.0.6.3')).status).to.equal(101);

      /** Opens a socket and keeps it open. */
      async function bareUpgrade(client: string): Promise<Disposable> {
        const { socket, seen } = await bare(app.url, '127.0.4.1');
        const headers = Object.entries({
          host: new URL(app.url).host,
          ...upgrade,
          'x-forwarded-for': client,
        });
        const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        socket.write(`GET ${socketPath} HTTP/1.1\r\n${head}\r\n`);
        await eventually(() => seen.text.startsWith('HTTP/1.1 101'), 'the socket to open');
        return { [Symbol.dispose]: () => socket.destroy() };
      }
    });
  });

  it('bound the connections of one address and of all addresses together', async () => {
    const app = await start({ limits: { connections: 12, perAddress: { connections: 4 } } });
    const open = async (count: number, from: string) => {
      const lines = await Promise.all(Array.from({ length: count }, () => bare(app.url, from)));
      return {
        lines,
        closed: () => lines.filter(({ seen }) => seen.closed).length,
        end: () => {
          for (const { socket } of lines) socket.destroy();
        },
      };
    };
    const first = await open(6, '127.0.6.1');
    await eventually(() => first.closed() === 2, 'two too many to be closed');
    expect((await ask(app.url, page, { from: '127.0.6.2' })).status).to.equal(200);
    const others = [await open(4, '127.0.6.3'), await open(4, '127.0.6.4')];
    const late = await open(1, '127.0.6.5');
    await eventually(() => late.closed() === 1, 'one more than all to be closed');
    for (const each of [first, ...others]) each.end();
    await eventually(async () => (await ask(app.url, page, { from: '127.0.6.1' })).status === 200, 'room');
  });

  it('bound the number of sockets, more strictly without a pass, and their rate', async () => {
    const app = await start({
      limits: { perAddress: { sockets: 3, socketsWithoutPass: 2, socketOpens: { perS: 1, burst: 20 } } },
    });
    const knock = async (from: string) => (await ask(app.url, socketPath, { from, headers: upgrade })).status;
    using _one = await rawSocket(app.url, '127.0.7.1');
    using two = await rawSocket(app.url, '127.0.7.1');
    expect(await knock('127.0.7.1')).to.equal(429);
    expect(await knock('127.0.7.2')).to.equal(101);
    two[Symbol.dispose]();
    await eventually(async () => (await knock('127.0.7.1')) === 101, 'a place to be free');
    const statuses = [];
    for (let n = 0; n < 30; n += 1) statuses.push(await knock('127.0.7.3'));
    expect(statuses.slice(0, 10)).not.to.include(429);
    expect(statuses).to.include(429);
    const metrics = await (await fetch(`http://${app.operations}/metrics`)).text();
    expect(metrics).to.match(/diemcau_sockets_refused_total\{why="address"\} [1-9]/);
  });

  it('count an IPv6 network of 64 bits as one address', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).to.equal(networkOf('2001:db8:1:2::9'));
    expect(networkOf('2001:db8:1:3::9')).not.to.equal(networkOf('2001:db8:1:2::9'));
    expect(networkOf('::ffff:203.0.113.7')).to.equal('203.0.113.7');
    expect(networkOf('203.0.113.7')).to.equal('203.0.113.7');
  });

  describe('for time', () => {
    let app: App;
    before(async () => (app = await start({})));

    it('end a body that arrives slowly, on every route', async () => {
      const { host } = new URL(app.url);
      const types = ['application/json', 'application/octet-stream', 'message/rfc822', 'text/plain'];
      const asked = routeNames.flatMap((name) => {
        const { method, path }: RouteContract = routes[name];
        return types.map((type) => ({ method, type, path: path.replaceAll(/:(\w+)/g, 'x') }));
      });
      const lines = await Promise.all(
        asked.map(async ({ method, type, path }) => {
          const line = await bare(app.url);
          line.socket.write(
            `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nContent-Length: 60000\r\n\r\n{`,
          );
          return { ...line, what: `${method} ${path} ${type}` };
        }),
      );
      await eventually(() => lines.every(({ seen }) => seen.closed), 'all to be closed', {
        timeoutMs: 60_000,
      });
      for (const { seen, what } of lines) expect(seen.text, what).not.to.match(/^HTTP\/1\.1 5/);
    });

    it('end a silent connection', async () => {
      const { seen } = await bare(app.url);
      await eventually(() => seen.closed, 'it to be closed', { timeoutMs: 30_000 });
    });
  });
});
