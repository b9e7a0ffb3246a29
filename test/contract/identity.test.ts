import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { firstGeneration } from '../../server/identity/generations.ts';
import type { AccountSession, DeviceSession } from '../../server/identity/session-repository.ts';
import { createAccountRepository } from '../../server/storage/account-repository.ts';
import { createPairingRepository } from '../../server/storage/pairing-repository.ts';
import { createSessionRepository } from '../../server/storage/session-repository.ts';
import { onEachDatabase } from './databases.ts';
import { account, hour, morning, populate } from './fixtures.ts';

onEachDatabase('Accounts', (database) => {
  const accounts = () => createAccountRepository(database());
  const administrator = account({ login: 'quantri' });

  it('are found by id and by login, and logins are taken once', async () => {
    expect(await accounts().insert(administrator)).to.equal(true);
    expect(await accounts().insert(account({ login: 'quantri' }))).to.equal(false);
    expect(await accounts().byId(administrator.id)).to.deep.equal(administrator);
    expect(await accounts().byLogin('quantri')).to.deep.equal(administrator);
    expect(await accounts().byLogin('QuanTri')).to.equal(undefined);
    expect(await accounts().byId(uuid())).to.equal(undefined);
  });

  it('change their password and are disabled once', async () => {
    expect(await accounts().setPassword(administrator.id, 'other', true)).to.equal(true);
    expect(await accounts().setPassword(uuid(), 'other', true)).to.equal(false);
    expect(await accounts().setEmail(administrator.id, 'quantri@vinhphuc.example')).to.equal(true);
    expect((await accounts().byId(administrator.id))?.email).to.equal('quantri@vinhphuc.example');
    expect(await accounts().setEmail(administrator.id, null)).to.equal(true);
    expect(await accounts().setEmail(uuid(), null)).to.equal(false);
    expect(await accounts().disable(administrator.id, morning)).to.equal(true);
    expect(await accounts().disable(administrator.id, morning + 1)).to.equal(false);
    expect(await accounts().list()).to.deep.equal([
      { ...administrator, passwordHash: 'other', passwordGiven: true, disabledAtMs: morning },
    ]);
  });

  it('without a site are administrators, or refused', async () => {
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
  const sessions = () => createSessionRepository(database());
  const begun = (lastUsedAtMs = morning) => ({
    id: uuid(),
    address: '10.0.0.7',
    browser: 'Firefox 145, Windows',
    issuedAtMs: morning,
    lastUsedAtMs,
    expiresAtMs: morning + hour,
    revokedAtMs: null,
  });
  const issue = async (id = uuid(), lastUsedAtMs = morning): Promise<AccountSession> => {
    const session = {
      ...begun(lastUsedAtMs),
      subject: { kind: 'account' as const, id },
      generations: firstGeneration(morning),
      endsAtMs: morning + 5 * hour,
    };
    await sessions().insert(session);
    return session;
  };
  const pair = async (): Promise<DeviceSession> => {
    const session = { ...begun(), subject: { kind: 'device' as const, id: uuid() }, secretHash: uuid() };
    await sessions().insert(session);
    return session;
  };

  it('are found by id, and a device’s by the hash of its token', async () => {
    const [person, device] = [await issue(), await pair()];
    expect(await sessions().byId(person.id)).to.deep.equal(person);
    expect(await sessions().byId(device.id)).to.deep.equal(device);
    expect(await sessions().byId(uuid())).to.equal(undefined);
    expect(await sessions().byHash(device.secretHash)).to.deep.equal(device);
    expect(await sessions().byHash(uuid())).to.equal(undefined);
  });

  it('are changed by one at a time, who sees what the others have made of them', async () => {
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

  it('of devices note their use', async () => {
    const session = await pair();
    const seen = { address: '10.0.0.8', browser: null };
    await sessions().touch(session.id, seen, morning + 5);
    expect(await sessions().byId(session.id)).to.deep.equal({
      ...session,
      ...seen,
      lastUsedAtMs: morning + 5,
    });
  });

  it('are listed while they are good, the last used first', async () => {
    const id = uuid();
    const [older, newer, revoked] = [await issue(id), await issue(id, morning + 7), await issue(id)];
    await sessions().revoke(revoked.id, morning);
    await issue();
    const subject = { kind: 'account', id } as const;
    expect(await sessions().listOf(subject, morning)).to.deep.equal([newer, older]);
    expect(await sessions().listOf(subject, morning + hour)).to.deep.equal([]);
    expect(await sessions().listOf({ kind: 'device', id }, morning)).to.deep.equal([]);
  });

  it('are revoked once, one or all of a subject, but one if so asked', async () => {
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

onEachDatabase('Pairing codes', (database) => {
  const pairings = () => createPairingRepository(database());
  const issue = async () => {
    const pairing = {
      codeHash: uuid(),
      endpointId: place.endpointId,
      createdByAccountId: place.accountId,
      expiresAtMs: morning + hour,
    };
    await pairings().insert(pairing);
    return pairing.codeHash;
  };
  let place = { endpointId: '', accountId: '' };
  before(async () => {
    const { wardHall, secretary } = await populate(database());
    place = { endpointId: wardHall.id, accountId: secretary.id };
  });

  it('are redeemed by one of many who show them at once', async () => {
    const code = await issue();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => pairings().redeem(code, morning)));
    expect(outcomes.filter((endpointId) => endpointId !== undefined)).to.deep.equal([place.endpointId]);
  });

  it('are worth nothing once expired, or unknown', async () => {
    const code = await issue();
    expect(await pairings().redeem(code, morning + hour)).to.equal(undefined);
    expect(await pairings().redeem(code, morning + hour - 1)).to.equal(place.endpointId);
    expect(await pairings().redeem(uuid(), morning)).to.equal(undefined);
  });
});
