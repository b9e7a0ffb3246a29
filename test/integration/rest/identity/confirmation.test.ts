import { expect } from 'chai';
import { session } from '../../../../protocol/rest/identity/session.ts';
import type { RouteContract } from '../../../../protocol/rest/route-contract.ts';
import { type RouteName, routeNames, routes } from '../../../../protocol/rest/routes.ts';
import {
  type Answer,
  minute,
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { cookieOf } from '../../../support/rest/sign-ins.ts';

const unknownId = '01890000-0000-7000-8000-00000000dead';
const contractOf = (name: RouteName): RouteContract => routes[name];
const critical = routeNames.filter((name) => contractOf(name).confirmed === true);

/** Routes that change accounts or second factors, and need no password all the same. */
const unconfirmed: Partial<Record<RouteName, string>> = {
  'account.disable': 'it takes access away, and is wanted quickly',
};

describe('REST: critical changes', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge({ confirmationTtlS: 600 });
    province = await populate(edge);
  });
  after(() => edge.close());

  type Held = { readonly as: string; readonly cookie: string };
  const held = (answer: Answer): Held => ({
    as: session.parse(answer.body).accessToken,
    cookie: cookieOf(answer).pair,
  });
  const signIn = async (): Promise<Held> =>
    held(await edge.ask('session.signIn', { body: { login: 'quantri', password } }));
  /** Lets time pass; the page renews its session meanwhile. */
  const later = async ({ cookie }: Held, ms: number): Promise<Held> => {
    edge.clock.now += ms;
    return held(await edge.ask('session.refresh', { headers: { cookie } }));
  };
  const call = async (name: RouteName, as: string) => {
    const names = [...contractOf(name).path.matchAll(/:(\w+)/g)].map(([, key = '']) => [key, unknownId]);
    return edge.ask(name, { as, params: Object.fromEntries(names) });
  };
  const confirm = (as: string, given = password) =>
    edge.ask('session.confirm', { as, body: { password: given } });

  it('are all that concern second factors, other accounts and clearance, except those with a reason', () => {
    const expected = routeNames.filter((name) => {
      const { method, permission } = contractOf(name);
      const concerns =
        name.startsWith('factor.') ||
        permission === 'account.administer' ||
        permission === 'clearance.administer';
      return method !== 'GET' && concerns && unconfirmed[name] === undefined;
    });
    expect(expected).to.include.members([
      'factor.removeTotp',
      'account.setPassword',
      'endpoint.setClearance',
    ]);
    expect(critical).to.have.members([...expected, 'sheet.audit']);
    for (const name of critical) expect(contractOf(name).errors).to.include('confirmation-required');
  });

  for (const name of critical) {
    it(`${name} needs the password ten minutes after its last entry, and not before`, async () => {
      const fresh = await later(await signIn(), 10 * minute - 1);
      expect((await call(name, fresh.as)).code).not.to.equal('confirmation-required');
      const stale = await later(fresh, 1);
      const refused = await call(name, stale.as);
      expect([refused.status, refused.code]).to.deep.equal([403, 'confirmation-required']);

      expect((await confirm(stale.as, 'không phải mật khẩu này')).code).to.equal('wrong-password');
      expect((await call(name, stale.as)).code).to.equal('confirmation-required');
      expect((await confirm(stale.as)).status).to.equal(200);
      expect((await call(name, stale.as)).code).not.to.equal('confirmation-required');
    });
  }

  it('are allowed in the confirmed session, and in no other session of the account', async () => {
    const [one, other] = [await signIn(), await signIn()];
    const stale = await later(one, 10 * minute);
    const elsewhere = await later(other, 0);
    expect((await confirm(stale.as)).status).to.equal(200);
    expect((await call('factor.offerTotp', stale.as)).status).to.equal(200);
    expect((await call('factor.offerTotp', elsewhere.as)).code).to.equal('confirmation-required');
  });

  it('change nothing before the password was given', async () => {
    const stale = await later(await signIn(), 10 * minute);
    const { official } = province.yenLac;
    const changing = {
      as: stale.as,
      params: { accountId: official.id },
      body: { password: 'bèo dạt mây trôi chốn xa xôi' },
    };
    expect((await edge.ask('account.setPassword', changing)).code).to.equal('confirmation-required');
    const login = { body: { login: 'yenlac.canbo', password } };
    expect((await edge.ask('session.signIn', login)).status).to.equal(200);
    await confirm(stale.as);
    expect((await edge.ask('account.setPassword', changing)).status).to.equal(200);
    expect((await edge.ask('session.signIn', login)).code).to.equal('unauthenticated');
  });

  it('are refused to callers without the right before a confirmation', async () => {
    const as = await edge.signIn('yenlac.thuky');
    expect((await call('sheet.audit', as)).code).to.equal('forbidden');
    expect((await edge.ask('sheet.audit')).code).to.equal('unauthenticated');
  });
});
