import { expect } from 'chai';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { bridgePath, bridgeProtocol } from '../../../protocol/bridge.ts';
import type { App } from '../../../server/app.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { bridgeStatusOf } from '../../support/media/bridge-status.ts';
import { administrator } from '../../support/rest/secrets.ts';

/** What a bridge shows at the door. */
interface Shown {
  readonly bridgeId: string;
  readonly token: string;
}

type Versions = Record<keyof typeof bridgeProtocol, number>;

describe('the door for bridges', function () {
  this.timeout(60_000);
  let app: App;
  let staff: RestCaller;
  const closing = new AsyncDisposableStack();
  before(async () => {
    app = closing.use(await startApp({ role: 'control' }));
    staff = await RestCaller.signIn(app.url, administrator.login, administrator.password);
  });
  after(() => closing.disposeAsync());

  let count = 0;
  const redeem = (code: string): Promise<Shown> => staff.call('bridge.pair', { body: { code } });
  const paired = async (): Promise<Shown> => {
    const { code } = await staff.call('bridge.create', {
      body: { name: `Máy ${(count += 1)}`, siteId: null },
    });
    return redeem(code);
  };
  const dial = (authorization: string, versions: Partial<Versions> = {}): Socket => {
    const socket = io(app.url, {
      path: `/${bridgePath}`,
      auth: { ...bridgeProtocol, ...versions, run: 'run' },
      extraHeaders: { authorization },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    closing.defer(() => void socket.disconnect());
    return socket;
  };
  const headerOf = ({ bridgeId, token }: Shown): string => `Bridge ${bridgeId} ${token}`;
  /** Whether the door opens, and else what it says. */
  const answerTo = (socket: Socket): Promise<string> =>
    new Promise((resolve) => {
      socket.on('connect', () => resolve('open'));
      socket.on('connect_error', (error) => {
        const said = 'description' in error ? error.description : undefined;
        resolve(said instanceof Object && 'message' in said ? String(said.message) : error.message);
      });
    });
  const knock = (authorization: string, versions?: Partial<Versions>): Promise<string> =>
    answerTo(dial(authorization, versions));
  const entered = async (shown: Shown): Promise<Socket> => {
    const socket = dial(headerOf(shown));
    expect(await answerTo(socket)).to.equal('open');
    return socket;
  };
  const stateOf = async ({ bridgeId }: Shown): Promise<string | undefined> => {
    const { bridges } = await staff.call('bridge.list', {});
    return bridges.find(({ id }) => id === bridgeId)?.state;
  };
  const connected = async (shown: Shown): Promise<Socket> => {
    const socket = await entered(shown);
    socket.emit('status', bridgeStatusOf([`${shown.bridgeId}/run/0.0`]));
    await eventually(async () => (await stateOf(shown)) === 'connected', 'the bridge to be connected');
    return socket;
  };
  const isCut = (socket: Socket): Promise<unknown> => eventually(() => !socket.connected, 'the cut');

  it('opens for a bridge with its own token', async () => {
    expect(await knock(headerOf(await paired()))).to.equal('open');
  });

  it('stays closed without a token, and with anything that is none', async () => {
    const { bridgeId } = await paired();
    for (const shown of ['', `Bridge ${bridgeId}`, `Bridge ${bridgeId} wrong`, `Bearer ${staff.accessToken}`])
      expect(await knock(shown), shown).to.include('401');
  });

  it('stays closed for a bridge that shows the id of another one', async () => {
    const [one, two] = [await paired(), await paired()];
    expect(await knock(headerOf({ ...one, token: two.token }))).to.include('401');
  });

  it('stays closed for one that was removed, which is cut off at once', async () => {
    const bridge = await paired();
    const socket = await connected(bridge);
    await staff.call('bridge.remove', { params: { bridgeId: bridge.bridgeId } });
    await isCut(socket);
    expect(await knock(headerOf(bridge))).to.include('401');
  });

  it('stays closed for a token that was replaced, and cuts off the bridge that came in by it', async () => {
    const bridge = await paired();
    const socket = await connected(bridge);
    const { code } = await staff.call('bridge.renewCode', { params: { bridgeId: bridge.bridgeId } });
    const next = await redeem(code);
    await isCut(socket);
    expect(await knock(headerOf(bridge))).to.include('401');
    expect(await knock(headerOf(next))).to.equal('open');
  });

  it('stays closed for a version of the contract that is too old, and says so', async () => {
    const old = { version: bridgeProtocol.oldest - 1 };
    expect(await knock(headerOf(await paired()), old)).to.include('too old');
  });

  it('stays closed for a bridge that is too new for this version of the contract, and says so', async () => {
    const tooNew = { version: bridgeProtocol.version + 2, oldest: bridgeProtocol.version + 1 };
    expect(await knock(headerOf(await paired()), tooNew)).to.include('too new');
  });

  it('opens for a bridge of the next version, and takes what that one says besides', async () => {
    const bridge = await paired();
    const socket = dial(headerOf(bridge), { version: bridgeProtocol.version + 1 });
    expect(await answerTo(socket)).to.equal('open');
    socket.emit('status', { ...bridgeStatusOf([`${bridge.bridgeId}/run/0.0`]), temperature: 40 });
    await eventually(async () => (await stateOf(bridge)) === 'connected', 'the bridge to be connected');
  });

  it('cuts off a bridge that has the workers of another one', async () => {
    const [one, two] = [await paired(), await paired()];
    const socket = await entered(one);
    socket.emit('status', bridgeStatusOf([`${two.bridgeId}/run/0.0`]));
    await isCut(socket);
    expect(await stateOf(one)).to.equal('away');
  });

  it('cuts off a bridge that tells what is not in the contract', async () => {
    const bridge = await paired();
    const socket = await connected(bridge);
    socket.emit('told', { conferenceId: 'a', event: { type: 'workerDied', workerId: 'w' } });
    await isCut(socket);
  });

  it('cuts off a bridge that says anything before its status', async () => {
    const socket = await entered(await paired());
    socket.emit('told', {
      conferenceId: 'a',
      event: { type: 'transportClosed', transportId: 't', reason: 'failed' },
    });
    await isCut(socket);
  });
});
