import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { createBridgeRepository } from '../../server/storage/repositories/bridge-repository.ts';
import { onEachDatabase } from './databases.ts';
import { morning, populate } from './fixtures.ts';

onEachDatabase('Paired bridges', (database) => {
  const bridges = () => createBridgeRepository(database());
  let accountId: string;
  before(async () => {
    accountId = (await populate(database())).secretary.id;
  });

  const added = async (codeHash: string): Promise<string> => {
    const bridge = { id: uuid(), name: `Máy ${codeHash}`, siteId: null };
    await bridges().insert(bridge, { hash: codeHash, expiresAtMs: morning + 1_000 }, accountId);
    return bridge.id;
  };

  it('are paired by one of several callers that have the code, until it expires', async () => {
    const id = await added('once');
    expect(await bridges().redeem('once', 'late', morning + 1_000)).to.equal(undefined);
    const redeemed = await Promise.all(
      ['first', 'second'].map((token) => bridges().redeem('once', token, morning)),
    );
    expect(redeemed.filter((each) => each === id)).to.have.length(1);
    const owned = await Promise.all(
      ['first', 'second', 'late'].map((token) => bridges().hasToken(id, token)),
    );
    expect(owned.filter(Boolean)).to.have.length(1);
  });

  it('are known for the conferences that they carry, until these are over', async () => {
    const [one, two] = [await added('one'), await added('two')];
    const [conference, other] = [uuid(), uuid()];
    await bridges().assign(conference, [one]);
    await bridges().assign(conference, [two, one]);
    await bridges().assign(other, [two]);
    expect(await bridges().bridgesOf(conference)).to.deep.equal([two, one]);
    await bridges().assign(conference, [two]);
    expect(await bridges().bridgesOf(conference)).to.deep.equal([two]);
    await bridges().release(conference);
    expect(await bridges().bridgesOf(conference)).to.deep.equal([]);
    expect(await bridges().bridgesOf(other)).to.deep.equal([two]);
    await bridges().remove(two);
    expect(await bridges().bridgesOf(other)).to.deep.equal([]);
  });
});
