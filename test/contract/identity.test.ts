import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Covered } from '../../server/identity/covered.ts';
import type { Endpoint } from '../../server/sites/endpoint-repository.ts';
import { firstGeneration } from '../../server/identity/sessions/generations.ts';
import type {
  AccountSessionRecord,
  DeviceSessionRecord,
} from '../../server/identity/sessions/session-repository.ts';
import { createAccountRepository } from '../../server/storage/repositories/account-repository.ts';
import { createChallengeRepository } from '../../server/storage/repositories/challenge-repository.ts';
import { createPairingRepository } from '../../server/storage/repositories/pairing-repository.ts';
import { createSecondFactorRepository } from '../../server/storage/repositories/second-factor-repository.ts';
import { createSessionRepository } from '../../server/storage/repositories/session-repository.ts';
import { onEachDatabase } from './databases.ts';
import { account, hour, morning, populate } from './fixtures.ts';
import { untold } from '../support/storage/untold.ts';

onEachDatabase('Accounts', (database) => {
  const accounts = () => createAccountRepository(database(), untold);
  const administrator = account({ login: 'quantri' });
  const unknown = account({ login: 'ai.do' });

  it('are found by id and by login, and a login is unique', async () => {
    expect(await accounts().insert(administrator)).to.equal(true);
    expect(await accounts().insert(account({ login: 'quantri' }))).to.equal(false);
    expect(await accounts().byId(administrator.id)).to.deep.equal(administrator);
    expect(await accounts().byLogin('quantri')).to.deep.equal(administrator);
    expect(await accounts().byLogin('QuanTri')).to.equal(undefined);
    expect(await accounts().byId(uuid())).to.equal(undefined);
  });

  it('change their password, and are disabled once', async () => {
    expect(await accounts().setPassword(administrator, 'other', true)).to.equal(true);
    expect(await accounts().setPassword(unknown, 'other', true)).to.equal(false);
    expect(await accounts().disable(administrator, morning)).to.equal(true);
    expect(await accounts().disable(administrator, morning + 1)).to.equal(false);
    expect(await accounts().list()).to.deep.equal([
      { ...administrator, passwordHash: 'other', passwordGiven: true, disabledAtMs: morning },
    ]);
  });

  it('without a site must be administrators', async () => {
    const refused = await accounts()
      .insert(account({ login: 'thuky', kind: 'secretariat' }))
      .then(
        () => false,
        () => true,
      );
    expect(refused).to.equal(true);
  });
});

onEachDatabase('Sessions', (database) => {
  const sessions = () => createSessionRepository(database(), untold);
  const begun = (lastUsedAtMs = morning) => ({
    id: uuid(),
    address: '10.0.0.7',
    browser: 'Firefox 145, Windows',
    issuedAtMs: morning,
    lastUsedAtMs,
    expiresAtMs: morning + hour,
    revokedAtMs: null,
  });
  const issue = async (id = uuid(), lastUsedAtMs = morning): Promise<AccountSessionRecord> => {
    const session = {
      ...begun(lastUsedAtMs),
      subject: { kind: 'account' as const, id },
      generations: firstGeneration(morning),
      twoFactors: false,
      confirmedAtMs: morning,
      endsAtMs: morning + 5 * hour,
    };
    await sessions().insert(session);
    return session;
  };
  const pair = async (): Promise<DeviceSessionRecord> => {
    const session = { ...begun(), subject: { kind: 'device' as const, id: uuid() }, secretHash: uuid() };
    await sessions().insert(session);
    return session;
  };

  it('are found by id, and a device’s by the hash of its token', async () => {
    const [person, device] = [await issue(), await pair()];
    expect(await sessions().byId(person.id)).to.deep.equal(person);
    expect(await sessions().byId(device.id)).to.deep.equal(device);
    expect(await sessions().byId(uuid())).to.equal(undefined);
    const both = await sessions().byIds([device.id, uuid(), person.id, device.id]);
    expect(both.toSorted((a, b) => a.subject.kind.localeCompare(b.subject.kind))).to.deep.equal([
      person,
      device,
    ]);
    expect(await sessions().byHash(device.secretHash)).to.deep.equal(device);
    expect(await sessions().byHash(uuid())).to.equal(undefined);
  });

  it('are changed by one writer at a time, which sees the changes of the others', async () => {
    const session = await issue();
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: 10 }, () =>
        sessions().decide(session.id, (before) => {
          seen.push(before.generations.issued);
          const generations = { ...before.generations, issued: before.generations.issued + 1 };
          return { ...before, generations, lastUsedAtMs: morning + 1, expiresAtMs: morning + 2 * hour };
        }),
      ),
    );
    expect(seen).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await sessions().byId(session.id)).to.deep.equal({
      ...session,
      generations: { ...session.generations, issued: 11 },
      lastUsedAtMs: morning + 1,
      expiresAtMs: morning + 2 * hour,
    });
    expect(await sessions().decide(uuid(), (before) => before)).to.equal(undefined);
    expect(await sessions().decide((await pair()).id, (before) => before)).to.equal(undefined);
  });

  it('of devices record their use', async () => {
    const session = await pair();
    const seen = { address: '10.0.0.8', browser: null };
    await sessions().touch(session.id, seen, morning + 5);
    expect(await sessions().byId(session.id)).to.deep.equal({
      ...session,
      ...seen,
      lastUsedAtMs: morning + 5,
    });
  });

  it('are listed while they are valid, the last used first', async () => {
    const id = uuid();
    const [older, newer, revoked] = [await issue(id), await issue(id, morning + 7), await issue(id)];
    await sessions().revoke(revoked.id, morning);
    await issue();
    const subject = { kind: 'account', id } as const;
    expect(await sessions().listOf(subject, morning)).to.deep.equal([newer, older]);
    expect(await sessions().listOf(subject, morning + hour)).to.deep.equal([]);
    expect(await sessions().listOf({ kind: 'device', id }, morning)).to.deep.equal([]);
  });

  it('are revoked once, one or all of a subject, or all but one', async () => {
    const first = await issue();
    const [second, kept] = [await issue(first.subject.id), await issue(first.subject.id)];
    const other = await issue();
    expect(await sessions().revoke(first.id, morning)).to.equal(true);
    expect(await sessions().revoke(first.id, morning + 1)).to.equal(false);
    expect(await sessions().revokeAllOf(first.subject, morning + 2, kept.id)).to.deep.equal([second.id]);
    expect((await sessions().byId(first.id))?.revokedAtMs).to.equal(morning);
    expect((await sessions().byId(second.id))?.revokedAtMs).to.equal(morning + 2);
    expect((await sessions().byId(other.id))?.revokedAtMs).to.equal(null);
    expect(await sessions().revokeAllOf(first.subject, morning + 3)).to.deep.equal([kept.id]);
  });
});

onEachDatabase('Second factors', (database) => {
  const factors = () => createSecondFactorRepository(database());
  const accounts = () => createAccountRepository(database(), untold);
  let people = 0;
  const person = async (): Promise<string> => {
    const one = account({ login: `nguoi${(people += 1)}` });
    await accounts().insert(one);
    return one.id;
  };
  const totpOf = (accountId: string) => ({
    accountId,
    sealedSecret: uuid(),
    lastStep: 100,
    createdAtMs: morning,
    lastUsedAtMs: null,
  });
  const passkeyOf = (accountId: string, counter = 5) => ({
    id: uuid(),
    accountId,
    credentialId: uuid(),
    name: 'Máy ở cơ quan',
    publicKey: 'a2hvYQ',
    counter,
    transports: ['internal', 'hybrid'],
    createdAtMs: morning,
    lastUsedAtMs: null,
  });
  const has = async (accountId: string) => (await accounts().byId(accountId))?.secondFactor;

  it('are stored, and the account shows whether it has one', async () => {
    const id = await person();
    expect(await factors().of(id)).to.deep.equal({ totp: null, passkeys: [], recoveryCodesLeft: 0 });
    expect(await has(id)).to.equal(false);
    const [totp, passkey] = [totpOf(id), passkeyOf(id)];
    expect(await factors().addTotp(totp, ['one', 'two'])).to.equal(true);
    expect(await factors().addTotp(totpOf(id), null)).to.equal(false);
    expect(await factors().addPasskey(passkey, null)).to.equal(true);
    expect(await factors().of(id)).to.deep.equal({ totp, passkeys: [passkey], recoveryCodesLeft: 2 });
    expect(await has(id)).to.equal(true);
    expect(await factors().removeTotp(id)).to.equal(true);
    expect(await factors().removeTotp(id)).to.equal(false);
    expect(await has(id)).to.equal(true);
    expect(await factors().removePasskey(id, uuid())).to.equal(false);
    expect(await factors().removePasskey(id, passkey.id)).to.equal(true);
    expect(await has(id)).to.equal(false);
    expect((await factors().of(id)).recoveryCodesLeft).to.equal(0);
  });

  it('are set up by exactly one of many concurrent requests, with its recovery codes', async () => {
    const id = await person();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        index === 0
          ? factors().addTotp(totpOf(id), ['totp'])
          : factors().addPasskey(passkeyOf(id), [`passkey ${index}`]),
      ),
    );
    expect(outcomes.filter(Boolean)).to.have.length(1);
    expect((await factors().of(id)).recoveryCodesLeft).to.equal(1);
  });

  it('store a credential for one account only', async () => {
    const [one, other] = [await person(), await person()];
    const passkey = passkeyOf(one);
    expect(await factors().addPasskey(passkey, [])).to.equal(true);
    expect(await factors().addPasskey({ ...passkey, id: uuid(), accountId: other }, [])).to.equal(false);
    expect(await has(other)).to.equal(false);
  });

  it('accept a step, a counter and a recovery code once', async () => {
    const id = await person();
    const [passkey, uncounted] = [passkeyOf(id), passkeyOf(id, 0)];
    await factors().addTotp(totpOf(id), ['one']);
    for (const each of [passkey, uncounted]) await factors().addPasskey(each, null);
    const once = async (take: () => Promise<boolean>): Promise<void> => {
      const outcomes = await Promise.all(Array.from({ length: 5 }, take));
      expect(outcomes.filter(Boolean)).to.have.length(1);
    };
    await once(() => factors().takeStep(id, 101, morning + 1));
    await once(() => factors().takeCounter(passkey.id, 4_294_967_295, morning + 2));
    await once(() => factors().takeRecoveryCode(id, 'one', morning + 3));
    expect(await factors().takeStep(id, 100, morning)).to.equal(false);
    expect(await factors().takeCounter(passkey.id, 0, morning)).to.equal(false);
    expect(await factors().takeRecoveryCode(id, 'two', morning)).to.equal(false);
    expect(await factors().takeRecoveryCode(await person(), 'one', morning)).to.equal(false);
    expect(await factors().takeCounter(uncounted.id, 0, morning + 4)).to.equal(true);
    expect(await factors().takeCounter(uncounted.id, 0, morning + 5)).to.equal(true);
    const { totp, passkeys, recoveryCodesLeft } = await factors().of(id);
    expect(totp).to.deep.include({ lastStep: 101, lastUsedAtMs: morning + 1 });
    expect(passkeys.map(({ counter }) => counter)).to.have.members([0, 4_294_967_295]);
    expect(recoveryCodesLeft).to.equal(0);
  });

  it('are all removed at once, and recovery codes are replaced', async () => {
    const id = await person();
    expect(await factors().removeAll(id)).to.equal(false);
    await factors().addTotp(totpOf(id), ['one', 'two']);
    await factors().addPasskey(passkeyOf(id), null);
    await factors().replaceRecoveryCodes(id, ['three']);
    expect(await factors().takeRecoveryCode(id, 'one', morning)).to.equal(false);
    expect((await factors().of(id)).recoveryCodesLeft).to.equal(1);
    expect(await factors().removeAll(id)).to.equal(true);
    expect(await factors().of(id)).to.deep.equal({ totp: null, passkeys: [], recoveryCodesLeft: 0 });
    expect(await has(id)).to.equal(false);
  });

  it('answer challenges of their purpose, up to the limits of tries and time, once', async () => {
    const challenges = createChallengeRepository(database());
    const accountId = await person();
    const insert = async (expiresAtMs = morning + hour) => {
      const tokenHash = uuid();
      const challenge = { tokenHash, accountId, purpose: 'sign-in' as const, nonce: 'n', triesLeft: 3 };
      await challenges.insert({ ...challenge, expiresAtMs }, morning);
      return tokenHash;
    };
    const hash = await insert();
    expect(await challenges.tryOne(hash, 'passkey', morning)).to.equal(undefined);
    expect(await challenges.tryOne(hash, 'sign-in', morning + hour)).to.equal(undefined);
    const tries = await Promise.all(
      Array.from({ length: 6 }, () => challenges.tryOne(hash, 'sign-in', morning)),
    );
    expect(tries.filter((each) => each !== undefined)).to.deep.equal(
      Array.from({ length: 3 }, () => ({ accountId, nonce: 'n' })),
    );
    const taken = await Promise.all(Array.from({ length: 5 }, () => challenges.take(hash)));
    expect(taken.filter(Boolean)).to.have.length(1);
    const gone = await insert(morning);
    await insert();
    expect(await challenges.take(gone)).to.equal(false);
  });
});

onEachDatabase('Pairing codes', (database) => {
  const pairings = () => createPairingRepository(database());
  const issue = async () => {
    const pairing = {
      codeHash: uuid(),
      endpoint: place.endpoint,
      createdByAccountId: place.accountId,
      expiresAtMs: morning + hour,
    };
    await pairings().insert(pairing);
    return pairing.codeHash;
  };
  let place: { readonly endpoint: Covered<Endpoint>; readonly accountId: string };
  before(async () => {
    const { wardHall, secretary } = await populate(database());
    place = { endpoint: wardHall, accountId: secretary.id };
  });

  it('are redeemed by exactly one of many concurrent requests', async () => {
    const code = await issue();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => pairings().redeem(code, morning)));
    expect(outcomes.filter((endpointId) => endpointId !== undefined)).to.deep.equal([place.endpoint.id]);
  });

  it('are refused once expired, or unknown', async () => {
    const code = await issue();
    expect(await pairings().redeem(code, morning + hour)).to.equal(undefined);
    expect(await pairings().redeem(code, morning + hour - 1)).to.equal(place.endpoint.id);
    expect(await pairings().redeem(uuid(), morning)).to.equal(undefined);
  });
});
