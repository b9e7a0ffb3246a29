import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { createBridgeRepository } from '../../server/storage/repositories/bridge-repository.ts';
import { onEachDatabase } from './databases.ts';
import { createMeetingRepository } from '../../server/storage/repositories/meeting-repository.ts';
import { untold } from '../support/storage/untold.ts';
import { inviting, meeting, morning, populate } from './fixtures.ts';

onEachDatabase('Paired bridges', (database) => {
  const bridges = () => createBridgeRepository(database());
  let province: Awaited<ReturnType<typeof populate>>;
  let accountId: string;
  before(async () => {
    province = await populate(database());
    accountId = province.secretary.id;
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
    const carriersOf = async (id: string) => (await bridges().homeOf(id)).bridgeIds;
    await bridges().assign(conference, [one], false);
    await bridges().assign(conference, [two, one], false);
    await bridges().assign(other, [two], false);
    expect(await carriersOf(conference)).to.deep.equal([two, one]);
    await bridges().assign(conference, [two], false);
    expect(await carriersOf(conference)).to.deep.equal([two]);
    await bridges().release(conference);
    expect(await carriersOf(conference)).to.deep.equal([]);
    expect(await carriersOf(other)).to.deep.equal([two]);
    await bridges().remove(two);
    expect(await carriersOf(other)).to.deep.equal([]);
    expect(await bridges().assign(conference, [two], true)).to.equal(false);
  });

  it('get no conference while they drain, unless it is meant or they have it already', async () => {
    const [one, id] = [await added('stays'), await added('drains')];
    const [conference, carried] = [uuid(), uuid()];
    const settings = async () => (await bridges().settings()).get(id);
    const isDraining = async () => (await settings())?.isDraining;
    expect((await settings())?.hasDialled).to.equal(false);
    await bridges().seen(id, { host: 'may', version: '1', workers: 2, packetsPerS: 45_000 }, morning);
    expect((await settings())?.hasDialled).to.equal(true);
    await bridges().assign(carried, [id], false);
    await bridges().drain(id, morning);
    expect(await isDraining()).to.equal(true);
    expect(await bridges().assign(conference, [id], false)).to.equal(false);
    expect(await bridges().assign(conference, [one, id], false)).to.equal(false);
    expect((await bridges().homeOf(conference)).bridgeIds).to.deep.equal([]);
    expect(await bridges().assign(carried, [id, one], false)).to.equal(true);
    expect(await bridges().assign(conference, [id], true)).to.equal(true);
    await bridges().undrain(id);
    expect(await isDraining()).to.equal(false);
    expect(await bridges().assign(uuid(), [id], false)).to.equal(true);
  });

  it('are at their unit and below those above it, like the sessions of a unit', async () => {
    const { commune, lapThach, communeHall, wardHall } = province;
    const path = [commune.id, lapThach.id, province.province.id];
    const planned = meeting({
      siteId: commune.id,
      createdByAccountId: accountId,
      invitations: [inviting(communeHall.id), inviting(wardHall.id)],
    });
    await createMeetingRepository(database(), untold).insert(planned);
    const id = await added('placed');
    expect((await bridges().settings()).get(id)?.sitePath).to.deep.equal([]);
    await bridges().change(id, { siteId: commune.id });
    expect((await bridges().settings()).get(id)?.sitePath).to.deep.equal(path);
    expect(await bridges().homeOf(planned.id)).to.deep.equal({
      bridgeIds: [],
      sitePath: path,
      expected: 2,
    });
    expect(await bridges().homeOf(uuid())).to.deep.equal({ bridgeIds: [], sitePath: [], expected: 0 });
  });
});
