import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { v7 as newId } from 'uuid';
import { joinResult } from '../../../protocol/commands.ts';
import { protocolVersion as version } from '../../../protocol/socket.ts';
import { auditList } from '../../../protocol/rest/audit.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { tokenSecret } from '../../support/rest/secrets.ts';
import { joined, TestParticipant } from '../../support/conference/participant.ts';
import { plannerOf, visitor as visitorOf } from '../../support/conference/passes.ts';
import type { Guest, Planner } from '../../support/conference/passes.ts';

describe('the door of a conference', function () {
  this.timeout(60_000);
  let app: App;
  let planner: Planner;
  let meetingId: string;
  let guest: Guest;
  let other: Guest;
  before(async () => {
    app = await startApp();
    planner = await plannerOf(app.url);
    meetingId = await planner.opened();
    const [made, second] = await planner.guests(meetingId, [
      { name: 'Xã Tam Hồng' },
      { name: 'Xã Trung Mỹ' },
    ]);
    if (!made || !second) throw new Error('there are two guests');
    [guest, other] = [made, second];
  });
  after(() => app[Symbol.asyncDispose]());

  const claims = () => ({
    meetingId,
    sub: guest.identity.id,
    kind: 'device',
    sid: guest.sessionId,
    jti: randomUUID(),
    iat: Date.now() / 1_000,
  });
  const good: jwt.SignOptions = {
    algorithm: 'HS256',
    issuer: 'diemcau',
    audience: 'diemcau-conference',
    expiresIn: 60,
  };
  const signed = (options: jwt.SignOptions = {}, secret = tokenSecret, payload: object = {}): string =>
    jwt.sign({ ...claims(), ...payload }, secret, { ...good, ...options });

  async function door(auth: Record<string, unknown>, headers?: Record<string, string>): Promise<string> {
    using visitor = new TestParticipant(app.url, auth, headers);
    return await visitor.door();
  }

  it('accepts a valid pass', async () => {
    expect(await door({ version, token: signed() })).to.equal('ok');
  });

  const unsigned = () => jwt.sign(claims(), '', { ...good, algorithm: 'none' });
  const refusals: readonly (readonly [string, () => Record<string, unknown>, string])[] = [
    ['no pass', () => ({ version }), 'unauthenticated'],
    ['a pass that is no token', () => ({ version, token: 'xin chào' }), 'unauthenticated'],
    ['an expired pass', () => ({ version, token: signed({ expiresIn: -1 }) }), 'token-expired'],
    [
      'a pass for another meeting',
      () => ({ version, token: signed({}, tokenSecret, { meetingId: newId() }) }),
      'not-live',
    ],
    ['a pass without a signature', () => ({ version, token: unsigned() }), 'unauthenticated'],
    [
      'a pass under another algorithm',
      () => ({ version, token: signed({ algorithm: 'HS512' }) }),
      'unauthenticated',
    ],
    [
      'a pass signed with another key',
      () => ({ version, token: signed({}, 'k'.repeat(40)) }),
      'unauthenticated',
    ],
    [
      'a token for another door',
      () => ({ version, token: signed({ audience: 'diemcau-api' }) }),
      'unauthenticated',
    ],
    ['a pass of another issuer', () => ({ version, token: signed({ issuer: 'khac' }) }), 'unauthenticated'],
    [
      'a pass of no account and no device',
      () => ({ version, token: signed({}, tokenSecret, { kind: 'root' }) }),
      'unauthenticated',
    ],
    [
      'a pass that names no use',
      () => ({ version, token: signed({}, tokenSecret, { jti: undefined }) }),
      'unauthenticated',
    ],
    [
      'a pass of a sign-in that is none',
      () => ({ version, token: signed({}, tokenSecret, { sid: newId() }) }),
      'unauthenticated',
    ],
    [
      'a pass of somebody else’s sign-in',
      () => ({ version, token: signed({}, tokenSecret, { sub: other.identity.id }) }),
      'unauthenticated',
    ],
    [
      'a pass of a device as an account',
      () => ({ version, token: signed({}, tokenSecret, { kind: 'account' }) }),
      'not-found',
    ],
    [
      'a pass from before the server started',
      () => ({
        version,
        token: signed({ expiresIn: 6_000 }, tokenSecret, { iat: Date.now() / 1_000 - 3_000 }),
      }),
      'token-expired',
    ],
    ['another version of the protocol', () => ({ version: version + 1, token: signed() }), 'invalid-request'],
  ];
  for (const [what, auth, code] of refusals) {
    it(`refuses ${what}: ${code}`, async () => {
      expect(await door(auth())).to.equal(code);
    });
  }

  it('accepts each pass once, also from concurrent connections', async () => {
    const token = signed();
    const doors = await Promise.all(Array.from({ length: 5 }, () => door({ version, token })));
    expect(doors.toSorted()).to.deep.equal(['ok', ...Array.from({ length: 4 }, () => 'token-expired')]);
    expect(await door({ version, token })).to.equal('token-expired');
  });

  it('refuses pages of other origins', async () => {
    const token = signed();
    expect(await door({ version, token }, { origin: 'https://example.org' })).not.to.equal('ok');
    expect(await door({ version, token }, { origin: app.url })).to.equal('ok');
  });

  it('creates no transport for a refused client', async () => {
    const metrics = await (await fetch(`http://${app.operations}/metrics`)).text();
    const transports = metrics.split('\n').filter((line) => line.startsWith('diemcau_transports'));
    expect(transports.length).to.be.greaterThan(0);
    for (const line of transports) expect(line).to.match(/ 0$/);
  });

  it('accepts no command before joining', async () => {
    using visitor = new TestParticipant(app.url, { version, token: signed() });
    expect(await visitor.door()).to.equal('ok');
    expect(await visitor.outcome('microphone.open')).to.equal('not-admitted');
    expect(await visitor.outcome('media.openTransport', { kind: 'webrtc', direction: 'send' })).to.equal(
      'not-admitted',
    );
  });

  it('refuses types and fields outside the protocol, and answers them', async () => {
    using visitor = new TestParticipant(app.url, { version, token: signed() });
    await visitor.door();
    expect(await visitor.outcome('conference.explode')).to.equal('invalid-request');
    expect(await visitor.outcome('join', { since: -1 })).to.equal('invalid-request');
    expect(await visitor.outcome('join', { since: 0, as: 'chair' })).to.equal('invalid-request');
    expect(await visitor.outcome('join')).to.equal('ok');
    const removal = { participantId: guest.identity.id, reason: 'a\0b' };
    expect(await visitor.outcome('participant.remove', removal)).to.equal('invalid-request');
  });

  it('tells those in the lobby at every moment whether the session waits for a chair', async () => {
    const waitingFor = await planner.openedBeside({ admission: 'lobby', needsChair: true });
    const [lead, room] = await planner.guests(waitingFor, [
      { name: 'Chủ tọa phải có mặt', role: 'chair' },
      { name: 'Hội trường đang đợi' },
    ]);
    if (!lead || !room) throw new Error('two rooms were asked for');
    const enter = async (guest: Guest): Promise<TestParticipant> => {
      const line = visitorOf(app.url, waitingFor, guest);
      expect(await line.door()).to.equal('ok');
      return line;
    };
    const join = async (line: TestParticipant) => {
      const answer = await line.request('join', { roster: true });
      return answer.ok ? joinResult.parse(answer.result) : answer.error.code;
    };
    const told: boolean[] = [];
    using waits = await enter(room);
    waits.socket.on('lobby', ({ awaitsChair }) => void told.push(awaitsChair));
    expect(await join(waits)).to.deep.include({ outcome: 'waiting', awaitsChair: true });
    using chair = await enter(lead);
    expect(await join(chair)).to.deep.include({ outcome: 'joined' });
    await eventually(() => told.join() === 'false', 'it to be told that a chair is here');
    expect(await join(waits)).to.deep.include({ outcome: 'waiting', awaitsChair: false });
    expect(await chair.outcome('leave')).to.equal('ok');
    await eventually(() => told.join() === 'false,true', 'it to be told that the chair has gone');
    expect(await join(chair)).to.deep.include({ outcome: 'joined' });
    expect(await chair.outcome('participant.admit', { target: { kind: 'all' } })).to.equal('ok');
    await eventually(() => waits.admitted === 1, 'it to be let in');
    expect(told).to.deep.equal([false, true, false]);
  });

  describe('and its entries in the audit log', () => {
    const entries = async (query: Record<string, string>) => {
      return auditList.parse(await planner.administration.call('audit.list', { query })).entries;
    };

    it('records who was refused a connection, and why', async () => {
      await eventually(
        async () => {
          const found = await entries({ action: 'meeting.joined', outcome: 'refused', limit: '500' });
          const said = found.map(({ code, actor, target }) => [code, actor.kind, target?.id ?? null]);
          return [
            ['unauthenticated', 'anonymous', null],
            ['unauthenticated', 'device', meetingId],
          ].every((wanted) => said.some((each) => JSON.stringify(each) === JSON.stringify(wanted)));
        },
        'both refusals to be in the log',
        { timeoutMs: 10_000 },
      );
    });

    it('records forbidden commands with their sender', async () => {
      using room = await joined(
        app.url,
        signed({}, tokenSecret, { sub: other.identity.id, sid: other.sessionId }),
      );
      for (let times = 0; times < 3; times += 1) {
        expect(await room.outcome('conference.lock')).to.equal('forbidden');
      }
      await eventually(
        async () => {
          const found = await entries({ action: 'request.refused', outcome: 'refused', limit: '500' });
          return found.some(
            ({ code, actor, target, count }) =>
              code === 'forbidden' &&
              actor.id === other.identity.id &&
              target?.id === meetingId &&
              // One entry, even when it is repeated on one connection.
              count === 1,
          );
        },
        'the refusal to be in the log',
        { timeoutMs: 10_000 },
      );
    });

    it('records whose connection the server closed', async () => {
      using visitor = new TestParticipant(app.url, { version, token: signed() });
      expect(await visitor.door()).to.equal('ok');
      await planner.administration.call('device.revoke', { params: { endpointId: guest.identity.id } });
      await eventually(
        async () => {
          const [entry] = await entries({ action: 'connection.cut', limit: '1' });
          return entry?.actor.kind === 'server' && entry.target?.id === guest.identity.id;
        },
        'the cut to be in the log',
        { timeoutMs: 10_000 },
      );
    });
  });
});
