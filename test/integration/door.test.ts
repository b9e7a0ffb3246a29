import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { v7 as newId } from 'uuid';
import type { Identity } from '../../protocol/conference/presence.ts';
import { protocolVersion as version } from '../../protocol/socket.ts';
import type { App } from '../../server/app.ts';
import { startApp } from '../support/app.ts';
import { tokenSecret } from '../support/secrets.ts';
import { participantNamed } from '../support/conference-history.ts';
import { TestParticipant } from '../support/participant.ts';
import { planMeeting } from '../support/province.ts';

describe('the door of a conference', function () {
  this.timeout(60_000);
  let app: App;
  let meetingId: string;
  before(async () => {
    app = await startApp();
    ({ meetingId } = await planMeeting(app.url));
  });
  after(() => app[Symbol.asyncDispose]());

  const identity: Identity = participantNamed('xã Tam Hồng');

  const good: jwt.SignOptions = {
    algorithm: 'HS256',
    issuer: 'diemcau',
    audience: 'diemcau-conference',
    expiresIn: 60,
  };
  const signed = (options: jwt.SignOptions = {}, secret = tokenSecret, payload: object = {}): string =>
    jwt.sign({ meetingId, identity, ...payload }, secret, { ...good, ...options });

  async function door(auth: Record<string, unknown>, headers?: Record<string, string>): Promise<string> {
    using visitor = new TestParticipant(app.url, auth, headers);
    return await visitor.door();
  }

  it('opens to a pass that is good', async () => {
    expect(await door({ version, token: signed() })).to.equal('ok');
  });

  const unsigned = () => jwt.sign({ meetingId, identity }, '', { ...good, algorithm: 'none' });
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
      'a pass with a role that does not exist',
      () => ({ version, token: signed({}, tokenSecret, { identity: { ...identity, role: 'root' } }) }),
      'unauthenticated',
    ],
    ['another version of the protocol', () => ({ version: version + 1, token: signed() }), 'invalid-request'],
  ];
  for (const [what, auth, code] of refusals) {
    it(`is shut to ${what}: ${code}`, async () => {
      expect(await door(auth())).to.equal(code);
    });
  }

  it('is shut to pages of other origins', async () => {
    const token = signed();
    expect(await door({ version, token }, { origin: 'https://example.org' })).not.to.equal('ok');
    expect(await door({ version, token }, { origin: app.url })).to.equal('ok');
  });

  it('has made no transport for anybody who was refused', async () => {
    const metrics = await (await fetch(`http://${app.operations}/metrics`)).text();
    const transports = metrics.split('\n').filter((line) => line.startsWith('diemcau_transports'));
    expect(transports.length).to.be.greaterThan(0);
    for (const line of transports) expect(line).to.match(/ 0$/);
  });

  it('lets nobody do anything before joining', async () => {
    using visitor = new TestParticipant(app.url, { version, token: signed() });
    expect(await visitor.door()).to.equal('ok');
    expect(await visitor.outcome('microphone.open')).to.equal('not-admitted');
    expect(await visitor.outcome('media.openTransport', { kind: 'webrtc', direction: 'send' })).to.equal(
      'not-admitted',
    );
  });

  it('refuses what the protocol does not know, and answers it', async () => {
    using visitor = new TestParticipant(app.url, { version, token: signed() });
    await visitor.door();
    expect(await visitor.outcome('conference.explode')).to.equal('invalid-request');
    expect(await visitor.outcome('join', { since: -1 })).to.equal('invalid-request');
    expect(await visitor.outcome('join', { since: 0, as: 'chair' })).to.equal('invalid-request');
    expect(await visitor.outcome('join')).to.equal('ok');
    const removal = { participantId: identity.id, reason: 'a\0b' };
    expect(await visitor.outcome('participant.remove', removal)).to.equal('invalid-request');
  });
});
