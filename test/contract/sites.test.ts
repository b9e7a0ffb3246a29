import { expect } from 'chai';
import { createEndpointRepository } from '../../server/storage/endpoint-repository.ts';
import { createSiteRepository } from '../../server/storage/site-repository.ts';
import { onEachDatabase } from './databases.ts';
import { endpoint, levels, morning, site, smallProvince } from './fixtures.ts';

onEachDatabase('The site tree', (database) => {
  const sites = () => createSiteRepository(database());
  const tree = smallProvince();
  const { province, phucYen, lapThach, ward, commune } = tree;
  const day = '2021-06-01';

  before('children first, parents last', () =>
    sites().apply({ levels, sites: Object.values(tree).reverse() }),
  );

  it('gives sites and levels back as they were', async () => {
    expect(await sites().byId(ward.id)).to.deep.equal(ward);
    expect(await sites().byId(site({ code: '', name: '', folded: '', levelId: '' }).id)).to.equal(undefined);
    expect(await sites().levels()).to.deep.equal(levels);
  });

  it('knows parents, children and everything below', async () => {
    expect(await sites().children(province.id, day)).to.deep.equal([lapThach, phucYen]);
    expect(await sites().ancestors(ward.id)).to.deep.equal([phucYen, province]);
    expect(await sites().ancestors(province.id)).to.deep.equal([]);
    expect(await sites().subtreeIds(phucYen.id)).to.have.members([phucYen.id, ward.id]);
    expect(await sites().subtreeIds(province.id)).to.have.members(Object.values(tree).map(({ id }) => id));
  });

  it('finds by any part of the folded name, the earliest match first, and takes no character as special', async () => {
    expect(await sites().search('xuan hoa', day, 10)).to.deep.equal([commune, ward]);
    expect(await sites().search('xuan hoa', day, 1)).to.deep.equal([commune]);
    expect(await sites().search('ph', day, 10)).to.deep.equal([phucYen, ward, province]);
    for (const special of ['%', '_', '\\', "'"]) {
      expect(await sites().search(special, day, 10)).to.deep.equal([]);
    }
  });

  it('lists from the top level down', async () => {
    expect(await sites().validOn(day)).to.deep.equal([province, lapThach, phucYen, ward, commune]);
  });

  it('takes a whole reform or nothing of it', async () => {
    const sound = site({
      code: '08740',
      name: 'Phường Phúc Yên',
      folded: 'phuong phuc yen',
      levelId: 'commune',
      parentId: province.id,
      validFrom: '2025-07-01',
    });
    const reform = (sites: readonly (typeof sound)[]) => ({
      levels,
      closures: [{ siteId: ward.id, validTo: '2025-07-01' }],
      sites,
      lineage: [
        { fromSiteId: ward.id, toSiteId: sound.id, kind: 'merged-into', onDate: '2025-07-01' } as const,
      ],
    });
    const refused = await sites()
      .apply(reform([sound, { ...sound, code: '08741', levelId: 'canton' }]))
      .then(
        () => false,
        () => true,
      );
    expect(refused).to.equal(true);
    expect(await sites().byId(ward.id)).to.deep.equal(ward);

    await sites().apply(reform([sound]));
    const closed = { ...ward, validTo: '2025-07-01' };
    expect(await sites().validOn('2025-06-30'))
      .to.deep.include(closed)
      .and.not.to.deep.include(sound);
    expect(await sites().validOn('2025-07-01'))
      .to.deep.include(sound)
      .and.not.to.deep.include(closed);
    expect(await sites().search('xuan hoa', '2025-07-01', 10)).to.deep.equal([commune]);
    expect(await sites().lineageOf(sound.id)).to.deep.equal(reform([]).lineage);
    expect(await sites().lineageOf(ward.id)).to.deep.equal(reform([]).lineage);
  });
});

onEachDatabase('Endpoints', (database) => {
  const endpoints = () => createEndpointRepository(database());
  const { province, phucYen, lapThach, ward, commune } = smallProvince();
  const wardHall = endpoint({ siteId: ward.id });
  const communeHall = endpoint({ siteId: commune.id });
  const provinceHall = endpoint({ siteId: province.id, name: 'Phòng họp số 1', folded: 'phong hop so 1' });
  const shownWardHall = { ...wardHall, siteName: ward.name, parentSiteName: phucYen.name };
  const shownCommuneHall = { ...communeHall, siteName: commune.name, parentSiteName: lapThach.name };
  const shownProvinceHall = { ...provinceHall, siteName: province.name, parentSiteName: null };

  before(async () => {
    await createSiteRepository(database()).apply({
      levels,
      sites: [province, phucYen, lapThach, ward, commune],
    });
    await endpoints().insert([wardHall, communeHall, provinceHall]);
    await endpoints().insert([]);
  });

  it('are shown with their site and its parent', async () => {
    expect(await endpoints().byId(wardHall.id)).to.deep.equal(shownWardHall);
    expect(await endpoints().byIds([provinceHall.id, commune.id])).to.deep.equal([shownProvinceHall]);
    expect(await endpoints().list()).to.deep.equal([shownWardHall, shownProvinceHall, shownCommuneHall]);
    expect(await endpoints().list({ siteIds: [commune.id] })).to.deep.equal([shownCommuneHall]);
    expect(await endpoints().list({ siteIds: [] })).to.deep.equal([]);
  });

  it('are found by their own name and by the name of their site', async () => {
    expect(await endpoints().list({ folded: 'xuan hoa' })).to.deep.equal([shownWardHall, shownCommuneHall]);
    expect(await endpoints().list({ folded: 'so 1' })).to.deep.equal([shownProvinceHall]);
    expect(await endpoints().list({ folded: 'hoi truong', limit: 1 })).to.deep.equal([shownWardHall]);
  });

  it('keep what is known of their lines, and change in part', async () => {
    const line = { lineDownKbps: 2_000, lineUpKbps: 1_000 };
    const townHall = endpoint({
      siteId: province.id,
      name: 'Phòng họp số 2',
      folded: 'phong hop so 2',
      ...line,
    });
    await endpoints().insert([townHall]);
    const read = () => endpoints().byId(townHall.id);
    expect(await read()).to.deep.include(line);
    expect(await endpoints().change(townHall.id, { lineUpKbps: null })).to.equal(true);
    expect(await read()).to.deep.include({ name: 'Phòng họp số 2', lineDownKbps: 2_000, lineUpKbps: null });
    expect(await endpoints().change(townHall.id, { name: 'Phòng lớn', folded: 'phong lon' })).to.equal(true);
    expect(await read()).to.deep.include({ name: 'Phòng lớn', lineDownKbps: 2_000 });
    await endpoints().retire(townHall.id, morning);
    expect(await endpoints().change(townHall.id, line)).to.equal(false);
  });

  it('once retired are known by id only, and retire once', async () => {
    expect(await endpoints().retire(wardHall.id, morning)).to.equal(true);
    expect(await endpoints().retire(wardHall.id, morning + 1)).to.equal(false);
    expect(await endpoints().list()).to.deep.equal([shownProvinceHall, shownCommuneHall]);
    expect(await endpoints().list({ folded: 'xuan hoa' })).to.deep.equal([shownCommuneHall]);
    expect(await endpoints().byId(wardHall.id)).to.deep.equal({ ...shownWardHall, retiredAtMs: morning });
  });
});
