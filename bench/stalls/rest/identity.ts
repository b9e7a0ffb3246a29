import { v7 as uuid } from 'uuid';
import type { identityRoutes } from '../../../protocol/rest/routes/identity.ts';
import type { oneTimeLinkRoutes } from '../../../protocol/rest/routes/one-time-links.ts';
import type { bridgeRoutes } from '../../../protocol/rest/routes/bridges.ts';
import type { setupRoutes } from '../../../protocol/rest/routes/setup.ts';
import type { uplinkRoutes } from '../../../protocol/rest/routes/uplinks.ts';
import { ask } from '../ask.ts';
import { at, type InputsOf, plain, type RouteInput } from '../input.ts';
import { text, type World } from '../world.ts';

const signedIn = async (world: World) => {
  const body = { login: 'lanhdao', password: world.password };
  const { cookies } = await ask(world.url, 'session.signIn', { body });
  return { as: undefined, headers: { cookie: cookies.join('; ') } };
};

/** A long password that passes the check for guessable ones. */
const longPassword = (): string => `${uuid()} ${uuid()} ${uuid()}`;

const noPasskey = {
  id: 'x'.repeat(100),
  rawId: 'x'.repeat(100),
  type: 'public-key',
  response: { clientDataJSON: 'x'.repeat(1_000), attestationObject: 'x'.repeat(4_000), transports: [] },
};

/** Sign-in, accounts and the first run. */
export const identityInputs: InputsOf<
  | keyof typeof identityRoutes
  | keyof typeof oneTimeLinkRoutes
  | keyof typeof setupRoutes
  | keyof typeof bridgeRoutes
  | keyof typeof uplinkRoutes,
  RouteInput
> = {
  'session.signIn': [
    at('a long password', ({ password }) => ({
      as: undefined,
      body: { login: 'lanhdao', password: password.padEnd(200, 'ộ') },
    })),
  ],
  'session.refresh': plain(signedIn),
  'session.signOut': plain(signedIn),
  'session.prove': [
    at('a challenge that is none', () => ({
      as: undefined,
      body: { challenge: 'x'.repeat(100), proof: { kind: 'totp', code: '000000' } },
    })),
  ],
  'account.own': plain(),
  'account.changeOwnLanguage': plain(() => ({ body: { language: 'vi' } })),
  'account.changeOwnPassword': plain(() => ({ body: { current: text(128), password: text(128) } })),
  'factor.list': plain(),
  'factor.offerTotp': plain(),
  'factor.confirmTotp': plain(() => ({ body: { enrolment: 'x'.repeat(1_000), code: '000000' } })),
  'factor.removeTotp': plain(),
  'factor.offerPasskey': plain(),
  'factor.confirmPasskey': plain(() => ({
    body: { challenge: 'x'.repeat(100), name: text(50), passkey: noPasskey },
  })),
  'factor.removePasskey': plain(() => ({ params: { passkeyId: uuid() } })),
  'factor.renewRecoveryCodes': plain(),
  'session.list': plain(),
  'session.end': plain(() => ({ params: { sessionId: uuid() } })),
  'session.confirm': plain(() => ({ body: { password: text(200) } })),
  'session.endOthers': plain(),
  'account.list': [
    at('2,000 of them', () => ({ query: { limit: 2_000 } })),
    at('2,000 that hold a long text', () => ({ query: { limit: 2_000, q: text(100) } })),
  ],
  'account.create': plain(({ siteId }) => ({
    body: { login: `a${uuid()}`, password: longPassword(), fullName: text(200), kind: 'official', siteId },
  })),
  'account.setPassword': plain(({ accountIds }) => ({
    params: { accountId: accountIds[0] ?? '' },
    body: { password: longPassword() },
  })),
  'account.resetSecondFactors': plain(({ accountIds }) => ({ params: { accountId: accountIds[0] ?? '' } })),
  'account.change': plain(({ accountIds }) => ({
    params: { accountId: accountIds[1] ?? '' },
    body: { email: `${'x'.repeat(60)}@${'y'.repeat(60)}.vn` },
  })),
  'account.setClearance': plain(({ accountIds }) => ({
    params: { accountId: accountIds[1] ?? '' },
    body: { cleared: true },
  })),
  'account.disable': plain(({ accountIds }) => ({ params: { accountId: accountIds[2] ?? '' } })),
  'setup.get': plain(),
  'bridge.list': plain(),
  'uplink.list': plain(),
  'uplink.set': plain(({ siteId }) => ({ params: { siteId }, body: { bps: 100_000_000 } })),
  'bridge.create': plain(({ siteId }) => ({ body: { name: text(200), siteId } })),
  'bridge.change': plain(({ siteId }) => ({
    params: { bridgeId: uuid() },
    body: { name: text(200), siteId },
  })),
  'bridge.drain': plain(() => ({ params: { bridgeId: uuid() } })),
  'bridge.undrain': plain(() => ({ params: { bridgeId: uuid() } })),
  'bridge.renewCode': plain(() => ({ params: { bridgeId: uuid() } })),
  'bridge.remove': plain(() => ({ params: { bridgeId: uuid() } })),
  'bridge.pair': [at('a code of blanks', () => ({ as: undefined, body: { code: ' '.repeat(40) } }))],
  'account.handOver': plain(({ accountIds }) => ({
    params: { accountId: accountIds[4] ?? '' },
    body: { toAccountId: accountIds[5] ?? '' },
  })),
  'account.enable': plain(({ accountIds }) => ({ params: { accountId: accountIds[2] ?? '' } })),
  'firstAdministrator.check': plain(() => ({ body: { token: 'x'.repeat(43) } })),
  'firstAdministrator.create': plain(() => ({
    body: { token: 'x'.repeat(43), login: 'dautien', fullName: text(200), password: text(128) },
  })),
  'passwordLink.issue': plain(({ accountIds }) => ({
    params: { accountId: accountIds[3] ?? '' },
    body: { deliver: 'show' },
  })),
  'passwordLink.check': plain(() => ({ body: { token: 'x'.repeat(43) } })),
  'passwordLink.use': plain(() => ({ body: { token: 'x'.repeat(43), password: text(128) } })),
};
