import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Covered } from '../../server/identity/scope.ts';
import type { Endpoint } from '../../server/sites/endpoint-repository.ts';
import { createAccountRepository } from '../../server/storage/account-repository.ts';
import { createPairingRepository } from '../../server/storage/pairing-repository.ts';
import { createSessionRepository } from '../../server/storage/session-repository.ts';
import { onEachDatabase } from './databases.ts';
import { account, hour, morning, populate } from './fixtures.ts';
import { untold } from '../support/untold.ts';

onEachDatabase('Accounts', (database) => {
  const accounts = () => createAccountRepository(database(), untold);
  const administrator = account({ login: 'quantri' });
  const unknown = account({ login: 'ai.do' });

  it('are found by id and by login, and logins are taken once', async () => {
    expect(await accounts().insert(administrator)).to.equal(true);
    expect(await accounts().insert(account({ login: 'quantri' }))).to.equal(false);
    expect(await accounts().byId(administrator.id)).to.deep.equal(administrator);
    expect(await accounts().byLogin('quantri')).to.deep.equal(administrator);
    expect(await accounts().byLogin('QuanTri')).to.equal(undefined);
    expect(await accounts().byId(uuid())).to.equal(undefined);
  });

  it('change their password and are disabled once', async () => {
    expect(await accounts().setPassword(administrator, 'other')).to.equal(true);
    expect(await accounts().setPassword(unknown, 'other')).to.equal(false);
    expect(await accounts().setEmail(administrator, 'quantri@vinhphuc.example')).to.equal(true);
    expect((await accounts().byId(administrator.id))?.email).to.equal('quantri@vinhphuc.example');
    expect(await accounts().setEmail(administrator, null)).to.equal(true);
    expect(await accounts().setEmail(unknown, null)).to.equal(false);
    expect(await accounts().disable(administrator, morning)).to.equal(true);
    expect(await accounts().disable(administrator, morning + 1)).to.equal(false);
    expect(await accounts().list()).to.deep.equal([
      { ...administrator, passwordHash: 'other', disabledAtMs: morning },
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
  const sessions = () => createSessionRepository(database(), untold);
  const issue = async (subject = { kind: 'account' as const, id: uuid() }) => {
    const session = {
      id: uuid(),
      subject,
      secretHash: uuid(),
      previousHash: null,
      issuedAtMs: morning,
      expiresAtMs: morning + hour,
      revokedAtMs: null,
    };
    await sessions().insert(session);
    return session;
  };

  it('are found by the hash that is good now and by the one before it, and say which', async () => {
    const session = await issue();
    expect(await sessions().byHash(session.secretHash)).to.deep.equal({ session, matched: 'current' });
    expect(await sessions().byHash(uuid())).to.equal(undefined);

    expect(await sessions().rotate(session.id, session.secretHash, 'second', morning + 2 * hour)).to.equal(
      true,
    );
    const rotated = {
      ...session,
      secretHash: 'second',
      previousHash: session.secretHash,
      expiresAtMs: morning + 2 * hour,
    };
    expect(await sessions().byHash('second')).to.deep.equal({ session: rotated, matched: 'current' });
    expect(await sessions().byHash(session.secretHash)).to.deep.equal({
      session: rotated,
      matched: 'previous',
    });
    expect(await sessions().byId(session.id)).to.deep.equal(rotated);
  });

  it('rotate for one of many who ask at once', async () => {
    const session = await issue();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        sessions().rotate(session.id, session.secretHash, uuid(), morning + hour),
      ),
    );
    expect(outcomes.filter(Boolean)).to.have.length(1);
  });

  it('are revoked once, one or all of a subject, and do not rotate after that', async () => {
    const first = await issue();
    const second = await issue(first.subject);
    const other = await issue();
    expect(await sessions().revoke(first.id, morning)).to.equal(true);
    expect(await sessions().revoke(first.id, morning + 1)).to.equal(false);
    expect(await sessions().rotate(first.id, first.secretHash, uuid(), morning)).to.equal(false);
    expect(await sessions().revokeAllOf(first.subject, morning + 2)).to.equal(1);
    expect((await sessions().byId(first.id))?.revokedAtMs).to.equal(morning);
    expect((await sessions().byId(second.id))?.revokedAtMs).to.equal(morning + 2);
    expect((await sessions().byId(other.id))?.revokedAtMs).to.equal(null);
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

  it('are redeemed by one of many who show them at once', async () => {
    const code = await issue();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => pairings().redeem(code, morning)));
    expect(outcomes.filter((endpointId) => endpointId !== undefined)).to.deep.equal([place.endpoint.id]);
  });

  it('are worth nothing once expired, or unknown', async () => {
    const code = await issue();
    expect(await pairings().redeem(code, morning + hour)).to.equal(undefined);
    expect(await pairings().redeem(code, morning + hour - 1)).to.equal(place.endpoint.id);
    expect(await pairings().redeem(uuid(), morning)).to.equal(undefined);
  });
});
