import { expect } from 'chai';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { defaultLimits } from '../../support/rest/default-limits.ts';
import { eventually } from '../../support/eventually.ts';
import { passFor, plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest } from '../../support/conference/passes.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { ask, bare, socketPath, upgrade } from '../../support/network/raw-http.ts';
import { connectPacket, rawSocket } from '../../support/network/raw-socket.ts';
import type { RawSocket } from '../../support/network/raw-socket.ts';

/** A frame of at most 125 bytes from a client, masked with zeros; RFC 6455, section 5.2. */
const frame = (opcode: number, payload: string, fin = true): Buffer =>
  Buffer.concat([
    Buffer.from([(fin ? 0x80 : 0) | opcode, 0x80 | Buffer.byteLength(payload), 0, 0, 0, 0]),
    Buffer.from(payload),
  ]);
const text = 1;
const continuation = 0;
const ping = 9;
const pong = 10;

/** Writes bytes past ws, which would refuse to create them. */
const write = ({ socket }: RawSocket, bytes: Buffer): void => {
  const line: unknown = Reflect.get(socket, '_socket');
  if (line instanceof Object && 'write' in line && typeof line.write === 'function') line.write(bytes);
};

type Flood = (socket: RawSocket) => void;
const times = (count: number, send: (n: number) => void): void => {
  for (let n = 0; n < count; n += 1) send(n);
};
const manyFrames = (count: number, one: Buffer) => (socket: RawSocket) =>
  write(socket, Buffer.concat(Array.from({ length: count }, () => one)));

/** The attacks of a client with a plain WebSocket; the first few once succeeded. */
const floods: Readonly<Record<string, Flood>> = {
  'events of 100 kB at the root': (socket) =>
    times(1_780, () => socket.send(`42["x","${'x'.repeat(100_000)}"]`)),
  'CONNECT packets to the root': (socket) => times(5_000, () => socket.send('40{}')),
  'CONNECT packets to the conference, with a pass that is none': (socket) =>
    times(5_000, () => socket.send(connectPacket('x'))),
  'CONNECT packets to as many namespaces': (socket) => times(5_000, (n) => socket.send(`40/${n},{}`)),
  'a pass of 100 kB': (socket) => socket.send(connectPacket('x'.repeat(100_000))),
  'acknowledgements at the root': (socket) => times(5_000, (n) => socket.send(`43${n}[]`)),
  'acknowledgements of the conference': (socket) => times(5_000, (n) => socket.send(`43/conference,${n}[]`)),
  'events of the conference': (socket) =>
    times(5_000, (n) => socket.send(`42/conference,${n}["request",{"type":"join","payload":{}}]`)),
  'heartbeats that nobody asked for': (socket) => times(5_000, () => socket.send('3')),
  'heartbeats in the wrong direction': (socket) => times(5_000, () => socket.send('2probe')),
  'probes of another transport': (socket) => times(5_000, () => socket.send('5')),
  'packets that do nothing': (socket) => times(5_000, () => socket.send('6')),
  'empty messages': (socket) => times(5_000, () => socket.send('4')),
  'empty frames': (socket) => times(5_000, () => socket.send('')),
  'messages that are no packets': (socket) => times(5_000, () => socket.send('xin chào')),
  bytes: (socket) => times(5_000, () => socket.send(Buffer.from('x'))),
  'the head of a message with bytes': (socket) =>
    times(5_000, () => socket.send('451-/conference,["x",{"_placeholder":true,"num":0}]')),
  'pings of WebSocket': manyFrames(5_000, frame(ping, 'x')),
  'pongs of WebSocket': manyFrames(5_000, frame(pong, '')),
  'a message in thousands of pieces': (socket) => {
    write(socket, frame(text, '4', false));
    manyFrames(5_000, frame(continuation, 'x', false))(socket);
  },
  'a message in empty pieces': (socket) => {
    write(socket, frame(text, '4', false));
    manyFrames(5_000, frame(continuation, '', false))(socket);
  },
  'a frame that says it is huge': (socket) =>
    write(socket, Buffer.from('81ff00000000ffffffff00000000', 'hex')),
};

describe('the socket', function () {
  this.timeout(120_000);
  let app: App;
  let meetingId: string;
  let chair: Guest;
  let rooms: readonly Guest[];
  before(async () => {
    app = await startApp({ limits: defaultLimits });
    const planner = await plannerOf(app.url);
    meetingId = await planner.opened();
    const [leader, ...others] = await planner.guests(meetingId, [
      { name: 'chủ tọa', role: 'chair' },
      ...Array.from({ length: 30 }, (_, n) => ({ name: `xã ${n}` })),
    ]);
    if (!leader) throw new Error('there is no chair');
    [chair, rooms] = [leader, others];
  });
  after(() => app[Symbol.asyncDispose]());

  let addresses = 0;
  const somewhere = (): string => `127.0.2.${(addresses += 1)}`;
  let used = 0;
  /** A room that has not joined yet. */
  const another = (): Guest => {
    const room = rooms[(used += 1)];
    if (!room) throw new Error('more rooms are needed');
    return room;
  };
  const other = async (): Promise<TestParticipant> => {
    const participant = visitor(app.url, meetingId, chair);
    expect(await participant.door()).to.equal('ok');
    expect(await participant.outcome('join')).to.equal('ok');
    return participant;
  };

  describe('without a pass', () => {
    for (const [what, flood] of Object.entries(floods)) {
      it(`is cut off for ${what}, and answers nothing`, async () => {
        using attacker = await rawSocket(app.url, somewhere());
        flood(attacker);
        await attacker.gone;
        // The handshake, and a refusal for each of the few accepted packets.
        expect(attacker.heard.length).to.be.at.most(6);
        expect(attacker.heard.filter((packet) => packet.startsWith('40'))).to.deep.equal([]);
      });
    }

    it('is cut off for silence, and for an invalid pass', async () => {
      using silent = await rawSocket(app.url, somewhere());
      using refused = await rawSocket(app.url, somewhere());
      refused.send(connectPacket('x'));
      await eventually(() => refused.heard.length > 1, 'the refusal');
      expect(refused.heard.at(-1)).to.contain('unauthenticated');
      await Promise.all([silent.gone, refused.gone]);
    });

    it('may receive a second pass after an invalid one', async () => {
      using page = await rawSocket(app.url, somewhere());
      page.send(connectPacket('x'));
      page.send(connectPacket(passFor(meetingId, another())));
      await eventually(() => page.heard.some((packet) => packet.startsWith('40/conference')), 'the welcome');
    });

    it('supports no long polling, no upgrade of a transport, and no older protocol', async () => {
      const refused = ['/socket.io/?EIO=4&transport=polling', '/socket.io/?EIO=4&transport=websocket'];
      for (const path of refused) {
        const { status } = await ask(app.url, path);
        expect(status, path).to.equal(404);
        const posted = await ask(app.url, path, { method: 'POST', body: '40' });
        expect(posted.status, path).to.equal(404);
      }
      using standing = await rawSocket(app.url, somewhere());
      await eventually(() => standing.heard.length > 0, 'the handshake');
      const sid = /"sid":"([^"]+)"/.exec(standing.heard[0] ?? '')?.[1] ?? '';
      expect(sid).not.to.equal('');
      for (const path of [
        `${socketPath}&sid=${sid}`,
        '/socket.io/?EIO=3&transport=websocket',
        '/socket.io/?EIO=4&transport=polling',
        '/socket.io/?EIO=4&transport=webtransport',
        '/socket.io',
        '/',
        '//',
      ]) {
        expect((await ask(app.url, path, { headers: upgrade })).status, path).to.equal(404);
      }
    });

    it('needs a complete upgrade request, in a short time', async () => {
      const host = new URL(app.url).host;
      const halves = [
        '',
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n',
        `GET ${socketPath} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`,
      ];
      const lines = await Promise.all(
        halves.map(async (half) => {
          const line = await bare(app.url, somewhere());
          line.socket.write(half);
          return line;
        }),
      );
      await eventually(() => lines.every(({ seen }) => seen.closed), 'all to be closed', {
        timeoutMs: 30_000,
      });
      for (const { seen } of lines) expect(seen.text).not.to.contain('101');
    });

    it('does not delay others: they are answered during all of these attacks', async () => {
      using chair = await other();
      const attackers = await Promise.all(
        Object.values(floods).map(async (flood) => {
          const attacker = await rawSocket(app.url, somewhere());
          flood(attacker);
          return attacker;
        }),
      );
      expect(await chair.outcome('hand.lower')).to.equal('ok');
      await Promise.all(attackers.map(({ gone }) => gone));
      expect(await chair.outcome('hand.lower')).to.equal('ok');
      expect(chair.goodbyes).to.deep.equal([]);
    });
  });

  describe('with a pass', () => {
    const enter = async (): Promise<RawSocket> => {
      const socket = await rawSocket(app.url, somewhere());
      socket.send(connectPacket(passFor(meetingId, another())));
      await eventually(
        () => socket.heard.some((packet) => packet.startsWith('40/conference')),
        'the welcome',
      );
      return socket;
    };
    const flooding: Readonly<Record<string, Flood>> = {
      'acknowledgements that nobody asked for': (socket) =>
        times(26_000, (n) => socket.send(`43/conference,${n}[]`)),
      'heartbeats that nobody asked for': (socket) => times(5_000, () => socket.send('3')),
      'packets that do nothing': (socket) => times(5_000, () => socket.send('6')),
      'pings of WebSocket': manyFrames(20_000, frame(ping, 'x')),
      'pongs of WebSocket': manyFrames(20_000, frame(pong, '')),
      'messages of 100 kB': (socket) =>
        times(100, (n) =>
          socket.send(
            `42/conference,${n}["request",{"type":"hand.raise","payload":"${'x'.repeat(100_000)}"}]`,
          ),
        ),
    };
    for (const [what, flood] of Object.entries(flooding)) {
      it(`is cut off for ${what}, with a reason`, async () => {
        using attacker = await enter();
        flood(attacker);
        await attacker.gone;
        const last = attacker.heard.slice(-2).join('\n');
        expect(last).to.contain('goodbye').and.to.contain('too-fast');
        const answers = attacker.heard.filter((packet) => packet.startsWith('43'));
        expect(answers.length).to.be.at.most(400);
      });
    }

    const strange: Readonly<Record<string, Flood>> = {
      'another namespace': (socket) => socket.send('40/khac,{}'),
      'the root': (socket) => socket.send('42["x"]'),
      'a second pass': (socket) => socket.send(connectPacket(passFor(meetingId, another()))),
      bytes: (socket) => socket.send(Buffer.from('x')),
      'an empty message': (socket) => socket.send('4'),
      'a packet of a type that is none': (socket) => socket.send('49/conference,[]'),
      'a message in thousands of pieces': (socket) => {
        write(socket, frame(text, '4', false));
        manyFrames(5_000, frame(continuation, '', false))(socket);
      },
    };
    for (const [what, send] of Object.entries(strange)) {
      it(`is cut off for ${what}`, async () => {
        using attacker = await enter();
        send(attacker);
        await attacker.gone;
      });
    }

    it('stays open for a client that answers everything that the server sends', async () => {
      using client = await enter();
      times(300, (n) => client.send(`43/conference,${n}[]`));
      client.send('42/conference,1["request",{"type":"join","payload":{}}]');
      await eventually(
        () => client.heard.some((packet) => packet.startsWith('43/conference,1')),
        'the answer',
      );
    });
  });
});
