import { Secret, TOTP } from 'otpauth';
import { issuedPasswordLink } from '../../../../protocol/rest/identity/one-time-links.ts';
import {
  passkeyOffer,
  recoveryCodes,
  secondFactors,
  secondStep,
  totpOffer,
} from '../../../../protocol/rest/identity/second-factor.ts';
import { account, ownSessions } from '../../../../protocol/rest/identity/session.ts';
import type { identityRoutes } from '../../../../protocol/rest/routes/identity.ts';
import type { oneTimeLinkRoutes } from '../../../../protocol/rest/routes/one-time-links.ts';
import { hashSecret, newToken } from '../../../../server/identity/secrets/opaque-secrets.ts';
import { covered } from '../../storage/covered.ts';
import { type Asked, password } from '../rest-edge.ts';
import { softwarePasskey } from '../../browsers/software-passkey.ts';
import { cookieOf } from '../sign-ins.ts';
import { type ActingRequest, type Ground, hour, type RequestsOf } from './ground.ts';

/** The origin of the passkeys in these requests; the edge must have it as its public address. */
export const origin = 'https://hop.vinhphuc.example';

/** Sign-in, accounts, second factors and one-time links. */
export function identityRequests({
  edge,
  secrets,
  yenLac,
  administrator,
  site,
  secretariat,
  secretary,
  fresh,
}: Ground) {
  const somebody = async () => {
    const login = `yenlac.moi${fresh()}`;
    const wish = { login, password, fullName: login, kind: 'official', siteId: site };
    return edge.get(account, 'account.create', { as: administrator.token, body: wish });
  };
  const onAccount = async (body?: object): Promise<ActingRequest> => {
    const { id } = await somebody();
    const asked = { as: administrator.token, params: { accountId: id }, ...(body && { body }) };
    return { asked, actor: 'quantri', targetId: id, siteId: site };
  };
  const signedIn = async (): Promise<string> => {
    const body = { login: 'yenlac.canbo', password };
    const { pair } = cookieOf(await edge.ask('session.signIn', { body }));
    secrets.add(pair.split('=')[1] ?? pair);
    return pair;
  };
  const holder = async () => {
    const login = `yenlac.rieng${fresh()}`;
    return { login, ...(await edge.account(login, 'official', site)) };
  };
  type Holder = Awaited<ReturnType<typeof holder>>;
  const onOneself = ({ login, id, token }: Holder, asked: Omit<Asked, 'as'> = {}): ActingRequest => ({
    asked: { as: token, ...asked },
    actor: login,
    targetId: id,
    siteId: site,
  });
  const totpOf = async ({ token }: Holder) => {
    const { enrolment, secret: shared } = await edge.get(totpOffer, 'factor.offerTotp', { as: token });
    secrets.add(shared);
    const code = TOTP.generate({ secret: Secret.fromBase32(shared), timestamp: edge.clock.now });
    return { enrolment, code };
  };
  const withTotp = async () => {
    const one = await holder();
    const asked = { as: one.token, body: await totpOf(one) };
    const { recoveryCodes: codes } = await edge.get(recoveryCodes, 'factor.confirmTotp', asked);
    for (const code of codes) secrets.add(code);
    return { ...one, codes };
  };
  const passkeyOf = async ({ token }: Holder) => {
    const { challenge, options } = await edge.get(passkeyOffer, 'factor.offerPasskey', { as: token });
    return { challenge, name: 'Máy ở cơ quan', passkey: softwarePasskey(origin).create(options.challenge) };
  };
  const newPassword = 'bèo dạt mây trôi chốn xa xôi';

  return {
    'session.signIn': async () => {
      secrets.add(password);
      const asked = { body: { login: 'yenlac.canbo', password } };
      return { asked, actor: 'yenlac.canbo', targetId: yenLac.official.id, siteId: site };
    },
    'session.signOut': async () => ({
      asked: { headers: { cookie: await signedIn() } },
      actor: 'yenlac.canbo',
      targetId: yenLac.official.id,
      siteId: site,
    }),
    'session.prove': async () => {
      const { login, id, codes } = await withTotp();
      const { challenge } = await edge.get(secondStep, 'session.signIn', { body: { login, password } });
      const proof = { kind: 'recovery-code', code: codes[0] };
      return { asked: { body: { challenge, proof } }, actor: login, targetId: id, siteId: site };
    },
    'session.endOthers': async () => {
      const one = await holder();
      await edge.signIn(one.login);
      return onOneself(one);
    },
    'session.end': async () => {
      const one = await holder();
      await edge.signIn(one.login);
      const { sessions } = await edge.get(ownSessions, 'session.list', { as: one.token });
      const other = sessions.find(({ isCurrent }) => !isCurrent);
      return onOneself(one, { params: { sessionId: other?.id ?? '' } });
    },
    'account.changeOwnLanguage': async () => onOneself(await holder(), { body: { language: 'en' } }),
    'account.changeOwnPassword': async () => {
      secrets.add(newPassword);
      return onOneself(await holder(), { body: { current: password, password: newPassword } });
    },
    'factor.confirmTotp': async () => {
      const one = await holder();
      return onOneself(one, { body: await totpOf(one) });
    },
    'factor.removeTotp': async () => onOneself(await withTotp()),
    'factor.confirmPasskey': async () => {
      const one = await holder();
      return onOneself(one, { body: await passkeyOf(one) });
    },
    'factor.removePasskey': async () => {
      const one = await holder();
      await edge.get(recoveryCodes, 'factor.confirmPasskey', { as: one.token, body: await passkeyOf(one) });
      const { passkeys } = await edge.get(secondFactors, 'factor.list', { as: one.token });
      return onOneself(one, { params: { passkeyId: passkeys[0]?.id ?? '' } });
    },
    'factor.renewRecoveryCodes': async () => onOneself(await withTotp()),
    'session.confirm': async () => {
      secrets.add(password);
      const asked = { as: secretariat.token, body: { password } };
      return { asked, actor: secretary, targetId: secretariat.id, siteId: site };
    },
    'account.create': async () => {
      const login = `yenlac.moi${fresh()}`;
      const body = { login, password, fullName: login, kind: 'official', siteId: site };
      return { asked: { as: administrator.token, body }, actor: 'quantri', siteId: site };
    },
    'account.setPassword': () => {
      secrets.add(newPassword);
      return onAccount({ password: newPassword });
    },
    'account.change': () => onAccount({ email: 'moi@vinhphuc.example' }),
    'account.setClearance': () => onAccount({ cleared: true }),
    'account.resetSecondFactors': async () => {
      const { id } = await withTotp();
      const asked = { as: administrator.token, params: { accountId: id } };
      return { asked, actor: 'quantri', targetId: id, siteId: site };
    },
    'account.disable': () => onAccount(),
    'account.handOver': async () => onAccount({ toAccountId: (await somebody()).id }),
    'account.enable': async () => {
      const request = await onAccount();
      const found = await edge.repositories.accounts.byId(request.targetId ?? '');
      if (found) await edge.repositories.accounts.disable(covered(found), edge.clock.now);
      return request;
    },
    'firstAdministrator.create': async () => {
      const token = newToken();
      secrets.add(token).add(newPassword);
      const expiresAtMs = edge.clock.now + hour;
      await edge.repositories.oneTimeLinks.replace({
        tokenHash: hashSecret(token),
        account: null,
        expiresAtMs,
      });
      const body = { token, login: `dautien${fresh()}`, fullName: 'Quản trị viên', password: newPassword };
      return { asked: { body }, actor: null, siteId: null };
    },
    'passwordLink.issue': () => onAccount({ deliver: 'show' }),
    'passwordLink.use': async () => {
      const { id } = await somebody();
      const params = { accountId: id };
      const asked = { as: administrator.token, params, body: { deliver: 'show' } };
      const { token } = await edge.get(issuedPasswordLink, 'passwordLink.issue', asked);
      secrets.add(token ?? '').add(newPassword);
      return { asked: { body: { token, password: newPassword } }, actor: null, targetId: id, siteId: site };
    },
  } satisfies RequestsOf<typeof identityRoutes & typeof oneTimeLinkRoutes>;
}
