import { expect } from 'chai';
import fc from 'fast-check';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { isErrorCode } from '../../protocol/errors.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import { parseRequest } from '../../protocol/parse.ts';
import { answer as answerSchema } from '../../protocol/socket.ts';
import type { App } from '../../server/app.ts';
import { startApp } from '../support/app.ts';
import { participantNamed } from '../support/conference/conference-history.ts';
import { eventually } from '../support/eventually.ts';
import { mutated, oneOf, seeded } from '../support/rest/mutations.ts';
import type { TestParticipant } from '../support/conference/participant.ts';
import { plannerOf, visitor } from '../support/conference/passes.ts';
import type { Guest, Wanted } from '../support/conference/passes.ts';
import { commandsAmong } from '../support/conference/random-sessions.ts';
import { rtpParameters } from '../support/media/rtp.ts';

/**
 * The number over the sockets. MUTATIONS=100000 is the whole run; each normal test run takes a part of it.
 */
const overSockets = Number(process.env['MUTATIONS'] ?? 20_000);
const toTheParser = 100_000;
const seed = Number(process.env['MUTATION_SEED'] ?? Date.now() % 1_000_000_000);

const wanted: readonly Wanted[] = [
  ...[1, 2, 3, 4].map((n) => ({ name: `thư ký ${n}`, role: 'secretary' as const })),
  ...[1, 2, 3, 4].map((n) => ({ name: `kỹ thuật ${n}`, role: 'operator' as const })),
  ...Array.from({ length: 8 }, (_, n) => ({ name: `xã ${n}` })),
  ...[1, 2].map((n) => ({ name: `khách ${n}`, role: 'observer' as const })),
];
/** The same participants, without a server. */
const imagined = wanted.map(({ name, role }) => participantNamed(name, role));

interface Message {
  readonly type: string;
  readonly payload: unknown;
}

/** Commands that would remove the senders, or keep them from coming back. */
const disruptive: ReadonlySet<string> = new Set([
  'conference.end',
  'participant.remove',
  'participant.move',
  'leave',
  'conference.lock',
  'admission.set',
]);

/** Valid commands, as a start. */
const commands = (cast: readonly Identity[], random: () => number): readonly Message[] =>
  fc
    .sample(commandsAmong({ cast, itemIds: cast.map(({ id }) => id), ballots: 50, messages: 50 }), {
      seed: Math.floor(random() * 2 ** 31),
      numRuns: 2_000,
    })
    .map(({ command }) => command)
    .filter(({ type }) => !disruptive.has(type));

const transport = z.looseObject({ transportId: z.string() });
const opaque = { codecs: [], headerExtensions: [] };

/** Valid media requests; `transportId` is an open transport. */
function mediaRequests(transportId: string, ssrc: number): readonly [Message, ...Message[]] {
  return [
    { type: 'media.openTransport', payload: { kind: 'plain', direction: 'send' } },
    {
      type: 'media.openTransport',
      payload: { kind: 'plain', direction: 'receive', rtpCapabilities: opaque },
    },
    { type: 'media.openTransport', payload: { kind: 'webrtc', direction: 'send' } },
    { type: 'media.connectTransport', payload: { transportId, port: 40_000 } },
    {
      type: 'media.connectTransport',
      payload: { transportId, dtlsParameters: { role: 'client', fingerprints: [] } },
    },
    { type: 'media.restartIce', payload: { transportId } },
    ...(['microphone', 'camera', 'screen', 'private-word'] as const).map((source) => ({
      type: 'media.produce',
      payload: { transportId, source, rtpParameters: rtpParameters(source, ssrc) },
    })),
    { type: 'media.stopProducing', payload: { source: 'camera' } },
    { type: 'media.requestKeyframe', payload: { consumerId: transportId } },
    {
      type: 'media.setView',
      payload: { view: { kind: 'wall', page: [uuid()], next: [uuid()] }, audioOnly: false },
    },
    { type: 'media.setView', payload: { view: { kind: 'single', participantId: uuid() }, audioOnly: true } },
    {
      type: 'media.report',
      payload: {
        roundTripMs: 20,
        audio: { packets: 250, lost: 1, jitterMs: 4, concealed: 0.01 },
        video: { packets: 600, lost: 0, bitrateBps: 1e6, height: 720, framesPerS: 25, frozenMs: 0 },
      },
    },
    { type: 'media.qualities', payload: {} },
    {
      type: 'media.reportDevices',
      payload: {
        camera: { state: 'working', name: 'Logitech C920' },
        microphone: { state: 'muted', name: 'Jabra Speak 750' },
        speaker: { state: 'unknown', name: '' },
        soundBlocked: false,
      },
    },
    { type: 'media.devices', payload: { after: 0 } },
  ];
}

function spoiled(message: Message, random: () => number): unknown {
  const changed =
    random() < 0.9 ? { ...message, payload: mutated(message.payload, random) } : mutated(message, random);
  return typeof changed === 'object' &&
    changed !== null &&
    'type' in changed &&
    typeof changed.type === 'string' &&
    disruptive.has(changed.type)
    ? null
    : changed;
}

const unpolluted = (): void => {
  expect(Object.keys(Object.prototype)).to.deep.equal([]);
  expect({}).not.to.have.property('polluted');
};

describe(`messages with something wrong in them, seed ${seed}`, function () {
  this.timeout(600_000);

  it(`are all parsed or refused with a reason: ${toTheParser} of them`, () => {
    const random = seeded(seed);
    const messages = [...commands(imagined, random), ...mediaRequests('t', 1)];
    let refused = 0;
    for (let n = 0; n < toTheParser; n += 1) {
      const parsed = parseRequest(
        spoiled(messages[n % messages.length] ?? { type: '', payload: null }, random),
      );
      if (parsed.ok) continue;
      refused += 1;
      expect(parsed.detail).to.be.a('string').and.not.equal('');
    }
    expect(refused).to.be.greaterThan(toTheParser / 2);
    unpolluted();
  });

  describe('over the sockets of a running server', () => {
    const logged: string[] = [];
    let app: App;
    let meetingId: string;
    let cast: readonly Guest[];
    let chair: Guest;
    before(async () => {
      app = await startApp(
        {
          socket: {
            requestsPerS: 1_000,
            burst: 10_000,
            entriesPerMinute: 100_000,
            packets: { perS: 10_000, burst: 100_000 },
            bytes: { perS: 10_000_000, burst: 100_000_000 },
          },
          conference: { reconnectGraceS: 1 },
        },
        {
          logger: pino(
            { level: 'error' },
            {
              // The media worker logs what it refuses; the sender has that answer already.
              write: (line: string) => void (line.includes('"part":"mediasoup"') || logged.push(line)),
            },
          ),
        },
      );
      const planner = await plannerOf(app.url);
      meetingId = await planner.opened(['Báo cáo']);
      const guests = await planner.guests(meetingId, [{ name: 'chủ tọa', role: 'chair' }, ...wanted]);
      const [first, ...others] = guests;
      if (!first) throw new Error('there is no chair');
      [chair, cast] = [first, others];
    });
    after(() => app[Symbol.asyncDispose]());

    async function enter(who: Guest): Promise<TestParticipant> {
      const connection = visitor(app.url, meetingId, who);
      expect(await connection.door()).to.equal('ok');
      expect(await connection.outcome('join')).to.equal('ok');
      return connection;
    }
    const gauge = async (name: string): Promise<number> => {
      const metrics = await (await fetch(`http://${app.operations}/metrics`)).text();
      const lines = metrics.split('\n').filter((line) => line.startsWith(name));
      if (lines.length === 0) throw new Error(`there is no ${name}`);
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    };

    it(`are all answered, without a failure of the server: ${overSockets} of them`, async () => {
      const codes = new Map<string, number>();
      await using connections = new AsyncDisposableStack();
      const senders = await Promise.all(cast.map(async (who) => connections.use(await enter(who))));
      await Promise.all(
        senders.map(async (connection, index) => {
          const random = seeded(seed + index);
          const identities = cast.map(({ identity }) => identity);
          const messages = commands(identities, random);
          let left = Math.ceil(overSockets / cast.length);
          while (left > 0) {
            // An open transport, so that faults in later requests reach the worker.
            const opened = await connection.request('media.openTransport', {
              kind: 'plain',
              direction: 'send',
            });
            const transportId = opened.ok ? transport.parse(opened.result).transportId : 'none';
            const batch = Array.from({ length: Math.min(left, 50) }, (): unknown => {
              const right =
                random() < 0.2
                  ? oneOf(random, mediaRequests(transportId, 1_000 + index))
                  : (messages[Math.floor(random() * messages.length)] ?? { type: 'join', payload: {} });
              return spoiled(right, random);
            });
            left -= batch.length;
            const answers = await Promise.all(
              batch.map((message) =>
                connection.socket.timeout(30_000).emitWithAck('request', sendable(message)),
              ),
            );
            for (const given of answers) {
              const answer = answerSchema.parse(given);
              const code = answer.ok ? 'ok' : answer.error.code;
              codes.set(code, (codes.get(code) ?? 0) + 1);
              if (!answer.ok) expect(isErrorCode(answer.error.code)).to.equal(true);
            }
          }
        }),
      );
      expect(Object.fromEntries(codes)).not.to.have.any.keys(
        'internal',
        'unavailable',
        'timeout',
        'too-fast',
      );
      expect(codes.get('invalid-request')).to.be.greaterThan(overSockets / 2);
      expect(logged).to.deep.equal([]);
      unpolluted();
    });

    it('that are no messages end only their own connection', async () => {
      const random = seeded(seed);
      const frames: readonly [string, ...string[]] = [
        '42/conference,0["request",{"type":"join"',
        '42/conference,0["request"]',
        '42/conference,["request",{"type":"join","payload":{}}]',
        '42/conference,1["request",null,null,null]',
        '42/conference,2[{"__proto__":1}]',
        '42/conference,3["__proto__",{}]',
        '42/conference,99999999999999999999["request",{}]',
        '451-/conference,4["request",{"_placeholder":true,"num":5}]',
        '459999999-/conference,5["request",{}]',
        '43/conference,7[{"ok":true}]',
        '43/conference,["constructor"]',
        '44/conference,{"message":"x"}',
        '40/conference,{"token":1}',
        '40/admin,',
        '42["request"]',
        '4',
        '6',
        '3probe',
        '9',
        '\u0000',
        `42/conference,6${'['.repeat(10_000)}`,
        ...['join', 'media.openTransport', 'chat.send'].map((type) => {
          const deep = '['.repeat(30_000) + ']'.repeat(30_000);
          return `42/conference,8["request",{"type":"${type}","payload":{"rtpCapabilities":${deep}}}]`;
        }),
      ];
      for (let n = 0; n < 100; n += 1) {
        using connection = await enter(oneOf(random, [chair, ...cast.slice(8)]));
        for (let each = 0; each < 3; each += 1) {
          // The server may do anything with the frame except crash.
          void connection.socket.io.engine.write(oneOf(random, frames));
        }
        await Promise.race([
          connection.request('microphone.mute').catch(() => 'cut'),
          new Promise((resolve) => connection.socket.once('disconnect', resolve)),
        ]);
      }
      expect(logged).to.deep.equal([]);
    });

    it('leave the server working, without remains after their senders have left', async () => {
      {
        using connection = await enter(chair);
        expect(await connection.outcome('participant.mute', { target: { kind: 'all' } })).to.equal('ok');
      }
      for (const name of [
        'diemcau_transports',
        'diemcau_producers',
        'diemcau_consumers',
        'diemcau_participants',
      ]) {
        await eventually(async () => (await gauge(name)) === 0, `no ${name} to be left`);
      }
      expect(await gauge('diemcau_conferences')).to.be.greaterThan(0);
      expect(logged).to.deep.equal([]);
    });
  });
});

/** The socket's types allow only valid messages. */
function sendable(message: unknown): { type: string; payload: unknown } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return message as { type: string; payload: unknown };
}
