import type { SessionView } from '../../../protocol/rest/identity/session.ts';
import type { identityRoutes } from '../../../protocol/rest/routes/identity.ts';
import type { oneTimeLinkRoutes } from '../../../protocol/rest/routes/one-time-links.ts';
import type { setupRoutes } from '../../../protocol/rest/routes/setup.ts';
import { accountView, listedAccountView } from '../../identity/accounts/accounts.ts';
import { accountCaller, accountOf } from '../../identity/caller.ts';
import { deviceKnowing } from '../../identity/sessions/known-devices.ts';
import type { SignedIn } from '../../identity/sessions/sessions.ts';
import { type Cookies, shown } from '../cookies.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

/** Sign-in, accounts, one-time links and the first run. */
export function identityHandlers({
  identity,
  scheduling,
  setup,
}: UseCases): HandlersOf<
  keyof typeof identityRoutes | keyof typeof oneTimeLinkRoutes | keyof typeof setupRoutes
> {
  const { sessions, accounts, firstAdministrator, passwordLinks } = identity;
  const { ownAccount, secondFactors, knownDevices } = identity;
  return {
    'session.signIn': async ({ body: { login, password }, address, userAgent, cookies }) => {
      const device = knownDevices.read(cookies.get('known'));
      const from = { address, userAgent, knownDevice: deviceKnowing(device, login) };
      const answer = await sessions.signIn(login, password, from);
      if ('challenge' in answer) return answer;
      await endHeld(cookies);
      const session = welcome(answer, cookies);
      cookies.set('known', knownDevices.remember(device, login));
      return session;
    },
    'session.prove': async ({ body, cookies, ...from }) => {
      const signedIn = await sessions.finishSignIn(body.challenge, body.proof, from);
      const device = knownDevices.read(cookies.get('known'));
      await endHeld(cookies);
      const session = welcome(signedIn, cookies);
      cookies.set('known', knownDevices.remember(device, signedIn.account.login));
      return session;
    },
    'session.refresh': async ({ cookies, ...from }) =>
      welcome(await sessions.refresh(shown(cookies.get('refresh')), from), cookies),
    'session.signOut': async ({ cookies }) => {
      await endHeld(cookies);
      cookies.clear('refresh');
      return {};
    },
    'account.own': async ({ caller }) => accountView(accountOf(caller)),
    'account.changeOwnLanguage': async ({ body, caller }) =>
      accountView(await ownAccount.changeLanguage(accountCaller(caller), body.language)),
    'account.changeOwnPassword': async ({ body, caller, address }) => {
      await ownAccount.changePassword(caller, body, address);
      return {};
    },
    'factor.list': ({ caller }) => secondFactors.own(caller),
    'factor.offerTotp': ({ caller }) => secondFactors.offerTotp(caller),
    'factor.confirmTotp': async ({ body, caller }) =>
      recoveryCodes(await secondFactors.confirmTotp(caller, body.enrolment, body.code)),
    'factor.removeTotp': async ({ caller }) => {
      await secondFactors.removeTotp(caller);
      return {};
    },
    'factor.offerPasskey': ({ caller }) => secondFactors.offerPasskey(caller),
    'factor.confirmPasskey': async ({ body, caller }) =>
      recoveryCodes(await secondFactors.confirmPasskey(caller, body)),
    'factor.removePasskey': async ({ params, caller }) => {
      await secondFactors.removePasskey(caller, params.passkeyId);
      return {};
    },
    'factor.renewRecoveryCodes': async ({ caller }) =>
      recoveryCodes(await secondFactors.renewRecoveryCodes(caller)),
    'session.confirm': async ({ body, caller, address }) => {
      await ownAccount.confirm(caller, body.password, address);
      return {};
    },
    'session.list': async ({ caller }) => ({ sessions: await ownAccount.sessions(caller) }),
    'session.endOthers': async ({ caller }) => ({ ended: await ownAccount.endOtherSessions(caller) }),
    'session.end': async ({ params, caller }) => {
      await ownAccount.endSession(caller, params.sessionId);
      return {};
    },

    'account.list': async ({ query, caller }) => {
      const { rows, nextCursor } = await accounts.list(query, caller);
      return { accounts: rows.map(listedAccountView), nextCursor };
    },
    'account.create': async ({ body, caller }) => accountView(await accounts.create(body, caller)),
    'account.setPassword': async ({ params, body, caller }) => {
      await accounts.setPassword(params.accountId, body.password, caller);
      return {};
    },
    'account.change': async ({ params, body, caller }) =>
      accountView(await accounts.change(params.accountId, body, caller)),
    'account.setClearance': async ({ params, body, caller }) => {
      await accounts.setCleared(params.accountId, body.cleared, caller);
      return {};
    },
    'account.resetSecondFactors': async ({ params, caller }) => {
      await secondFactors.reset(params.accountId, caller);
      return {};
    },
    'account.disable': async ({ params, caller }) => {
      await accounts.disable(params.accountId, caller);
      return {};
    },
    'account.handOver': ({ params, body, caller }) =>
      scheduling.handOver(params.accountId, body.toAccountId, caller),
    'account.enable': async ({ params, caller }) => {
      await accounts.enable(params.accountId, caller);
      return {};
    },

    'firstAdministrator.check': async ({ body, address }) => {
      const { expiresAtMs } = await firstAdministrator.check(body.token, address);
      return { expiresAtMs };
    },
    'firstAdministrator.create': async ({ body, address }) =>
      accountView(await firstAdministrator.create(body, address)),
    'passwordLink.issue': ({ params, body, caller }) =>
      passwordLinks.issue(params.accountId, body.deliver, caller),
    'passwordLink.check': ({ body, address }) => passwordLinks.check(body.token, address),
    'passwordLink.use': ({ body, address }) => passwordLinks.use(body, address),

    'setup.get': ({ caller }) => setup.progress(caller),
  };

  /** A browser holds one session: signing in again ends the earlier session, whose cookie is overwritten. */
  async function endHeld(cookies: Cookies): Promise<void> {
    const token = cookies.get('refresh');
    if (token !== undefined) await sessions.signOut(token);
  }
}

function welcome({ account, due, access, refresh }: SignedIn, cookies: Cookies): SessionView {
  cookies.set('refresh', refresh);
  const { token: accessToken, expiresAtMs } = access;
  return { accessToken, expiresAtMs, account: accountView(account), due: [...due] };
}

const recoveryCodes = (codes: readonly string[]) => ({ recoveryCodes: [...codes] });
