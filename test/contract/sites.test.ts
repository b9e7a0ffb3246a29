import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { planMerges, treeOfMerges } from '../../domain/sites/endings.ts';
import { nothingHeld, planMoves } from '../../domain/sites/holdings.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import { mostContacts } from '../../protocol/rest/meetings/readiness.ts';
import type { Endpoint } from '../../server/sites/endpoint-repository.ts';
import { createAccountRepository } from '../../server/storage/repositories/account-repository.ts';
import { createEndpointRepository } from '../../server/storage/repositories/endpoint-repository.ts';
import { createMeetingRepository } from '../../server/storage/repositories/meeting-repository.ts';
import { createTemplateRepository } from '../../server/storage/repositories/template-repository.ts';
import type { SiteTreeChange } from '../../server/sites/site-repository.ts';
import { createSiteRepository } from '../../server/storage/repositories/site-repository.ts';
import { covered, coveredTree } from '../support/storage/covered.ts';
import { onEachDatabase } from './databases.ts';
import {
  account,
  endpoint,
  hour,
  inviting,
  levels,
  meeting,
  morning,
  site,
  smallProvince,
} from './fixtures.ts';
import { untold } from '../support/storage/untold.ts';

onEachDatabase('The site tree', (database) => {
  const sites = () => createSiteRepository(database(), untold);
  const tree = smallProvince();
  const { province, phucYen, lapThach, ward, commune } = tree;
  const day = '2021-06-01';

  before('children first, parents last', () =>
    sites().apply(coveredTree({ levels, sites: Object.values(tree).reverse() })),
  );

  it('returns sites and levels as they were stored', async () => {
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

  it('finds by any part of the folded name, earliest match first, with no special characters', async () => {
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

  it('applies a whole reform or nothing of it', async () => {
    const sound = site({
      code: '08740',
      name: 'Phường Phúc Yên',
      folded: 'phuong phuc yen',
      levelId: 'commune',
      parentId: province.id,
      validFrom: '2025-07-01',
    });
    const lineage = [
      { fromSiteId: ward.id, toSiteId: sound.id, kind: 'merged-into', onDate: '2025-07-01' } as const,
    ];
    const reform = (sites: readonly (typeof sound)[]) =>
      coveredTree({ levels, closures: [{ siteId: ward.id, validTo: '2025-07-01' }], sites, lineage });
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
    expect(await sites().lineageOf(sound.id)).to.deep.equal(lineage);
    expect(await sites().lineageOf(ward.id)).to.deep.equal(lineage);
  });
});

onEachDatabase('Corrections of the site tree', (database) => {
  const sites = () => createSiteRepository(database(), untold);
  const apply = (change: SiteTreeChange) => sites().apply(coveredTree(change));
  const { province, phucYen, lapThach, ward, commune } = smallProvince();

  before(() => sites().apply(coveredTree({ levels, sites: [province, phucYen, lapThach, ward, commune] })));

  it('are written together with new units', async () => {
    const hamlet = { ...ward, id: uuid(), code: '08744', name: 'Phường Mới', folded: 'phuong moi' };
    const moved = { ...commune, name: 'Xã Xuân Hoà', parentId: phucYen.id, validTo: '2025-07-01' };
    const corrections = [{ was: commune, becomes: moved }];
    expect(await apply({ sites: [hamlet], corrections })).to.equal(true);
    expect(await sites().byId(commune.id)).to.deep.equal(moved);
    expect(await sites().byId(hamlet.id)).to.deep.equal(hamlet);
    expect(await apply({ corrections: [{ was: moved, becomes: commune }] })).to.equal(true);
    expect(await sites().byId(commune.id)).to.deep.equal(commune);
  });

  it('are refused as a whole where another writer was faster', async () => {
    const renamed = (name: string) => ({ was: ward, becomes: { ...ward, name } });
    expect(await apply({ corrections: [renamed('Phường A')] })).to.equal(true);
    const other = { was: commune, becomes: { ...commune, name: 'Xã B' } };
    expect(await apply({ corrections: [other, renamed('Phường C')] })).to.equal(false);
    expect((await sites().byId(ward.id))?.name).to.equal('Phường A');
    expect(await sites().byId(commune.id)).to.deep.equal(commune);
    const again = { ...lapThach, id: uuid() };
    expect(await apply({ corrections: [other], sites: [again] })).to.equal(false);
    expect(await sites().byId(commune.id)).to.deep.equal(commune);
  });
});

onEachDatabase('The holdings of sites', (database) => {
  const sites = () => createSiteRepository(database(), untold);
  const { province, phucYen, lapThach, ward, commune } = smallProvince();
  const hall = endpoint({ siteId: ward.id });
  const former = endpoint({ siteId: ward.id, name: 'Phòng cũ', folded: 'phong cu', retiredAtMs: morning });
  const there = endpoint({ siteId: commune.id });
  const clerk = account({ login: 'vanthu', kind: 'official', siteId: ward.id });
  const gone = account({ login: 'danghi', kind: 'official', siteId: ward.id, disabledAtMs: morning });
  const of = { siteId: ward.id, createdByAccountId: clerk.id };
  const later = { startsAtMs: morning + 72 * hour, endsAtMs: morning + 73 * hour };
  const held = meeting({ ...of, invitations: [inviting(hall.id)] });
  const over = meeting({ ...of, ...later, state: 'closed', invitations: [inviting(hall.id)] });
  const templates = () => createTemplateRepository(database());
  const template = covered({
    id: uuid(),
    siteId: province.id,
    name: 'Giao ban',
    createdByAccountId: clerk.id,
    createdAtMs: morning,
    plan: {
      title: 'Giao ban',
      description: '',
      classification: 'unclassified' as const,
      admission: 'open' as const,
      needsChair: false,
      preparationMinutes: 0,
      clearingMinutes: 0,
      needsApproval: false,
      recorded: false,
      agenda: [],
      durationMinutes: 60,
      selections: [
        {
          role: 'delegate' as const,
          include: [ward, commune].map(({ id }) => ({ kind: 'site' as const, siteId: id })),
          except: [{ kind: 'subtree' as const, siteId: phucYen.id }],
        },
      ],
      invitees: [],
      rule: null,
    },
  });

  before(async () => {
    await sites().apply(coveredTree({ levels, sites: [province, phucYen, lapThach, ward, commune] }));
    await createEndpointRepository(database(), untold).insert([hall, former, there]);
    const accounts = createAccountRepository(database(), untold);
    for (const each of [clerk, gone]) await accounts.insert(each);
    for (const each of [held, over]) await createMeetingRepository(database(), untold).insert(each);
    await templates().insert(template);
  });

  const moving = async () => {
    const holdingsOf = await sites().holdings([ward.id, commune.id]);
    const merges = planMerges([[ward, commune]], await sites().all(), '2026-03-02');
    return coveredTree({
      ...treeOfMerges(merges, '2026-03-02'),
      moves: planMoves(merges, holdingsOf, mostContacts),
    });
  };

  it('is listed without what has ended', async () => {
    const holdingsOf = await sites().holdings([ward.id, lapThach.id]);
    expect(holdingsOf(lapThach.id)).to.deep.equal(nothingHeld);
    expect(holdingsOf(ward.id)).to.deep.equal({
      ...nothingHeld,
      endpoints: [{ id: hall.id, name: hall.name }],
      accounts: [{ id: clerk.id, name: clerk.login }],
      meetings: [{ id: held.id, name: held.title }],
      invitations: 1,
    });
  });

  it('stays unchanged, with the tree, where something was added since the check', async () => {
    const change = await moving();
    const added = endpoint({ siteId: ward.id, name: 'Phòng mới', folded: 'phong moi' });
    const endpoints = createEndpointRepository(database(), untold);
    await endpoints.insert([added]);
    expect(await sites().apply(change)).to.equal(false);
    expect(await sites().byId(ward.id)).to.deep.equal(ward);
    expect((await endpoints.byId(hall.id))?.siteId).to.equal(ward.id);
    await endpoints.retire(added, morning);
  });

  it('moves to the other site as a whole, and templates select that site', async () => {
    expect(await sites().apply(await moving())).to.equal(true);
    expect((await sites().holdings([ward.id]))(ward.id)).to.deep.equal(nothingHeld);
    const holdings = (await sites().holdings([commune.id]))(commune.id);
    expect(holdings.endpoints.map(({ name }) => name)).to.have.members(['Hội trường', 'Hội trường (08743)']);
    const renamed = await createEndpointRepository(database(), untold).byId(hall.id);
    expect(renamed?.folded).to.equal('hoi truong (08743)');
    expect([holdings.accounts, holdings.meetings].flat().map(({ id }) => id)).to.deep.equal([
      clerk.id,
      held.id,
    ]);
    expect((await createMeetingRepository(database(), untold).byId(over.id))?.siteId).to.equal(ward.id);
    expect((await templates().byId(template.id))?.plan.selections).to.deep.equal([
      {
        role: 'delegate',
        include: [{ kind: 'site', siteId: commune.id }],
        except: [{ kind: 'subtree', siteId: phucYen.id }],
      },
    ]);
  });
});

onEachDatabase('Endpoints', (database) => {
  const endpoints = () => createEndpointRepository(database(), untold);
  const { province, phucYen, lapThach, ward, commune } = smallProvince();
  const wardHall = endpoint({ siteId: ward.id });
  const communeHall = endpoint({ siteId: commune.id });
  const provinceHall = endpoint({ siteId: province.id, name: 'Phòng họp số 1', folded: 'phong hop so 1' });
  const shownWardHall = { ...wardHall, siteName: ward.name, parentSiteName: phucYen.name };
  const shownCommuneHall = { ...communeHall, siteName: commune.name, parentSiteName: lapThach.name };
  const shownProvinceHall = { ...provinceHall, siteName: province.name, parentSiteName: null };

  before(async () => {
    await createSiteRepository(database(), untold).apply(
      coveredTree({ levels, sites: [province, phucYen, lapThach, ward, commune] }),
    );
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

  it('store the known rates of their lines, which change one by one', async () => {
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
    expect(await endpoints().change(townHall, { lineUpKbps: null })).to.equal(true);
    expect(await read()).to.deep.include({ name: 'Phòng họp số 2', lineDownKbps: 2_000, lineUpKbps: null });
    expect(await endpoints().change(townHall, { name: 'Phòng lớn', folded: 'phong lon' })).to.equal(true);
    expect(await read()).to.deep.include({ name: 'Phòng lớn', lineDownKbps: 2_000 });
    await endpoints().retire(townHall, morning);
    expect(await endpoints().change(townHall, line)).to.equal(false);
  });

  it('are saved together, or not at all where another writer was faster', async () => {
    const [first, second] = [1, 2].map((number) =>
      endpoint({ siteId: phucYen.id, name: `Phòng ${number}`, folded: `phong ${number}` }),
    );
    if (first === undefined || second === undefined) throw new Error('there are two');
    const save = (created: readonly Endpoint[], changed: readonly { was: Endpoint; becomes: Endpoint }[]) =>
      endpoints().save({
        created: created.map(covered),
        changed: changed.map(({ was, becomes }) => ({ was: covered(was), becomes: covered(becomes) })),
      });
    expect(await save([first, second], [])).to.equal(true);
    const filled = {
      name: 'Phòng Một',
      folded: 'phong mot',
      email: 'mot@vinhphuc.example',
      phone: '0211 386 2001',
      equipment: 'Màn hình 65 inch, camera xoay',
      tags: ['cấp huyện', 'a "b"'],
      lineDownKbps: 4_000,
      lineUpKbps: 2_000,
    };
    const becomes = { ...first, ...filled };
    expect(await save([], [{ was: first, becomes }])).to.equal(true);
    expect(await endpoints().byId(first.id)).to.deep.include(becomes);

    const elsewhere = { ...becomes, siteId: commune.id };
    expect(await save([], [{ was: becomes, becomes: elsewhere }])).to.equal(true);
    expect(await endpoints().byId(first.id)).to.deep.include(elsewhere);
    expect(await save([], [{ was: becomes, becomes }]), 'as it was before the move').to.equal(false);
    expect(await save([], [{ was: elsewhere, becomes }])).to.equal(true);
    const swapped = [
      { was: becomes, becomes: { ...becomes, name: second.name, folded: second.folded } },
      { was: second, becomes: { ...second, name: becomes.name, folded: becomes.folded } },
    ];
    expect(await save([], swapped.slice(0, 1)), 'one name twice').to.equal(false);
    expect(await save([], swapped)).to.equal(true);
    expect(
      await save(
        [],
        swapped.map((each) => ({ was: each.becomes, becomes: each.was })),
      ),
    ).to.equal(true);

    const third = endpoint({ siteId: phucYen.id, name: 'Phòng 3', folded: 'phong 3' });
    expect(await save([third], [{ was: first, becomes }])).to.equal(false);
    expect(await endpoints().byId(third.id)).to.equal(undefined);
    const namesake = { ...second, id: third.id };
    expect(await save([namesake], [{ was: becomes, becomes: first }])).to.equal(false);
    expect(await endpoints().byId(first.id)).to.deep.include(becomes);
    await endpoints().retire(second, morning);
    expect(await save([], [{ was: second, becomes: { ...second, email: 'hai@vinhphuc.example' } }])).to.equal(
      false,
    );
    expect(await save([namesake], [])).to.equal(true);
    const outcomes = await Promise.all([1, 2].map(() => save([endpoint({ ...third, id: uuid() })], [])));
    expect(outcomes).to.have.members([true, false]);
    const added = await endpoints().list({ siteIds: [phucYen.id] });
    expect(added.map(({ name }) => name)).to.deep.equal(['Phòng 2', 'Phòng 3', 'Phòng Một']);
    for (const one of added) await endpoints().retire(covered(one), morning);
  });

  it('tell the meetings ahead of them, and neither move nor retire while one is live', async () => {
    const planner = account({ login: 'thuky', kind: 'secretariat', siteId: province.id });
    await createAccountRepository(database(), untold).insert(planner);
    const of = { siteId: province.id, createdByAccountId: planner.id };
    const meetings = createMeetingRepository(database(), untold);
    const inviteTo = (state: MeetingState, { id }: Endpoint) =>
      meetings.insert(meeting({ ...of, state, invitations: [inviting(id)] }));
    for (const state of ['draft', 'scheduled', 'ended', 'closed', 'cancelled'] as const)
      await inviteTo(state, communeHall);
    for (const state of ['closed', 'live'] as const) await inviteTo(state, provinceHall);
    const ahead = await endpoints().meetingsAhead([communeHall.id, provinceHall.id, wardHall.id]);
    expect([...ahead]).to.have.deep.members([
      [communeHall.id, { invitations: 2, isLive: false }],
      [provinceHall.id, { invitations: 1, isLive: true }],
    ]);

    const save = (was: Endpoint, given: Partial<Endpoint>) =>
      endpoints().save({
        created: [],
        changed: [{ was: covered(was), becomes: covered({ ...was, ...given }) }],
      });
    const large = { ...provinceHall, name: 'Phòng lớn nhất', folded: 'phong lon nhat' };
    expect(await save(provinceHall, { siteId: ward.id })).to.equal(false);
    expect(await save(provinceHall, { retiredAtMs: morning })).to.equal(false);
    expect(await save(provinceHall, large)).to.equal(true);
    expect(await save(large, provinceHall)).to.equal(true);

    const spare = endpoint({ siteId: commune.id, name: 'Phòng dự phòng', folded: 'phong du phong' });
    await endpoints().insert([spare]);
    expect(await save(spare, { retiredAtMs: morning })).to.equal(true);
    expect(await save(spare, { retiredAtMs: morning + 1 })).to.equal(false);
    const retired = await endpoints().list({ retired: true, siteIds: [commune.id] });
    expect(retired.map(({ id, retiredAtMs }) => [id, retiredAtMs])).to.deep.equal([[spare.id, morning]]);
  });

  it('are known only by id once retired, and retire once', async () => {
    expect(await endpoints().retire(wardHall, morning)).to.equal(true);
    expect(await endpoints().retire(wardHall, morning + 1)).to.equal(false);
    expect(await endpoints().list()).to.deep.equal([shownProvinceHall, shownCommuneHall]);
    expect(await endpoints().list({ folded: 'xuan hoa' })).to.deep.equal([shownCommuneHall]);
    expect(await endpoints().byId(wardHall.id)).to.deep.equal({ ...shownWardHall, retiredAtMs: morning });
  });
});
