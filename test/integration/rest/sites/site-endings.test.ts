import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { likelyDoubles } from '../../../../domain/sites/doubles.ts';
import { fold } from '../../../../domain/sites/fold.ts';
import { accountList } from '../../../../protocol/rest/identity/accounts.ts';
import { auditList } from '../../../../protocol/rest/audit.ts';
import { endpointList } from '../../../../protocol/rest/sites/endpoints.ts';
import { groupList } from '../../../../protocol/rest/sites/groups.ts';
import { meetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { contactList } from '../../../../protocol/rest/meetings/readiness.ts';
import { selectionMeaning } from '../../../../protocol/rest/meetings/selections.ts';
import { sheetReport } from '../../../../protocol/rest/sheets.ts';
import {
  endedSites,
  mergeCheck,
  mergeReport,
  retirementCheck,
  site as siteSchema,
  siteDetail,
  siteList,
} from '../../../../protocol/rest/sites/sites.ts';
import { coveredTree } from '../../../support/storage/covered.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';
import { createPlanter } from '../../../support/rest/scope-world.ts';

describe('REST: units that end', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let commune: string;
  let communeCode: string;
  let plant: ReturnType<typeof createPlanter>;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    const { sites } = await list();
    const found = sites.find(({ name }) => name === 'Xã Tam Hồng');
    [commune, communeCode] = [found?.id ?? '', found?.code ?? ''];
    plant = createPlanter(edge, province);
  });
  after(() => edge.close());

  const as = (): string => province.administrator.token;
  const list = (on?: string) =>
    edge.get(siteList, 'site.list', { as: as(), query: { ...(on !== undefined && { on }) } });
  const byId = async (siteId: string) => {
    const site = await edge.repositories.sites.byId(siteId);
    if (site === undefined) throw new Error(`there is no unit ${siteId}`);
    return site;
  };
  let units = 0;
  /** A commune of Yên Lạc; named like Tam Hồng unless the test sets another name. */
  const unit = async (
    given: { code?: string; name?: string; parentId?: string; validFrom?: string } = {},
  ) => {
    const made = {
      id: uuid(),
      code: `9${(units += 1)}`,
      name: 'Xã Tam Hồng',
      levelId: 'commune',
      parentId: province.yenLac.site,
      validFrom: '2026-03-01',
      validTo: null,
      ...given,
    };
    await edge.repositories.sites.apply(coveredTree({ sites: [{ ...made, folded: fold(made.name) }] }));
    return made;
  };
  const merging = (siteId: string, intoSiteId = commune) => ({ merges: [{ siteId, intoSiteId }] });
  const check = (body: object, token = as()) => edge.get(mergeCheck, 'site.checkMerge', { as: token, body });
  const merge = async (body: object, token = as()) => {
    const { digest } = await check(body, token);
    return edge.ask('site.merge', { as: token, body: { ...body, digest } });
  };
  const checkRetirement = (siteId: string, validTo: string) =>
    edge.get(retirementCheck, 'site.checkRetirement', {
      as: as(),
      params: { siteId },
      query: { validTo },
    });
  const retire = async (siteId: string, validTo: string) => {
    const { digest } = await checkRetirement(siteId, validTo);
    return edge.ask('site.retire', { as: as(), params: { siteId }, body: { validTo, digest } });
  };

  describe('as duplicates', () => {
    it('end all at once, such as every commune of a province, and leave the tree as it was', async () => {
      const before = (await list()).sites;
      const communes = before.filter(({ levelId, code }) => levelId === 'commune' && code.startsWith('0'));
      expect(communes).to.have.length(136);
      const sites = communes.map((site) => ({
        ...site,
        id: uuid(),
        code: site.code.replace(/^0+/, ''),
        folded: fold(site.name),
        validFrom: '2026-03-02',
      }));
      await edge.repositories.sites.apply(coveredTree({ sites }));
      const ranks = ['province', 'department', 'district', 'commune'];
      const doubles = likelyDoubles((await list()).sites, (levelId) => ranks.indexOf(levelId));
      expect(doubles.map(({ isNamesake }) => isNamesake)).to.deep.equal(Array(136).fill(true));
      const merges = doubles.map(({ double, of }) => ({ siteId: double.id, intoSiteId: of.id }));
      expect((await merge({ merges })).status).to.equal(200);
      expect((await list()).sites).to.deep.equal(before);
    });

    it('give everything in use to the remaining unit, and keep what has ended', async () => {
      const double = await unit({ code: communeCode.replace(/^0+/, '') });
      const used = await plant(double.id, 'Dùng', { state: 'scheduled' });
      const over = await plant(double.id, 'Xong', { state: 'closed' });
      const { accounts, endpoints } = edge.repositories;
      const [gone, left] = [await endpoints.byId(over.endpoint), await accounts.byId(over.account)];
      if (gone === undefined || left === undefined) throw new Error('nothing was planted');
      const ending = { as: as(), params: { endpointId: gone.id, accountId: left.id } };
      expect((await edge.ask('endpoint.retire', ending)).status).to.equal(200);
      expect((await edge.ask('account.disable', ending)).status).to.equal(200);
      const contacts = (siteId: string, ...called: readonly string[]) =>
        edge.get(contactList, 'contact.set', {
          as: as(),
          params: { siteId },
          body: { contacts: called.map((name) => ({ name, phone: '0211 386 2001' })) },
        });
      await contacts(commune, 'Bình');
      await contacts(double.id, 'Bình', 'An');
      const paired = await edge.pair(used.endpoint);
      const secretary = await edge.account('tamhong.thuky', 'secretariat', commune);
      // The unit above owns the group, which names the duplicate as a site and as a subtree, and the
      // remaining unit.
      const group = {
        siteId: province.yenLac.site,
        name: 'Hai xã',
        include: [
          { kind: 'site', siteId: double.id },
          { kind: 'site', siteId: commune },
          { kind: 'subtree', siteId: double.id },
        ],
      };
      expect((await edge.ask('group.create', { as: as(), body: group })).status).to.equal(201);

      const told = await check(merging(double.id));
      expect(told.merges).to.deep.equal([
        {
          siteId: double.id,
          code: double.code,
          name: 'Xã Tam Hồng, Huyện Yên Lạc',
          intoSiteId: commune,
          intoCode: communeCode,
          intoName: 'Xã Tam Hồng, Huyện Yên Lạc',
          refusal: null,
        },
      ]);
      expect(told.moves).to.deep.equal({
        endpoints: 1,
        accounts: 1,
        meetings: 1,
        invitations: 2,
        groups: 2,
        templates: 2,
        contacts: 1,
        renamed: 0,
        contactsLeft: 0,
      });
      expect((await byId(double.id)).validTo, 'a check does nothing').to.equal(null);

      edge.changes.length = 0;
      const answer = await merge(merging(double.id));
      expect(mergeReport.parse(answer.body)).to.deep.equal({ merges: told.merges, moves: told.moves });
      expect(edge.changes, 'live conferences look everybody up again').to.deep.equal([{ of: 'sites' }]);

      // The secretariat of the remaining unit manages everything as its own.
      const own = { as: secretary.token };
      const rooms = await edge.get(endpointList, 'endpoint.list', own);
      expect(rooms.endpoints.map(({ id }) => id)).to.have.members([province.yenLac.hall.id, used.endpoint]);
      const people = await edge.get(accountList, 'account.list', own);
      expect(people.accounts.map(({ id }) => id)).to.have.members([secretary.id, used.account]);
      const params = { meetingId: used.meeting };
      const meeting = await edge.get(meetingDetail, 'meeting.get', { ...own, params });
      expect(meeting.siteName).to.equal('Xã Tam Hồng, Huyện Yên Lạc');
      expect(meeting.invitations.map(({ inviteeId }) => inviteeId)).to.have.members([
        used.endpoint,
        used.account,
      ]);
      expect(meeting.version).to.equal(used.version);
      expect((await edge.ask('room.get', { as: paired })).status, 'the device stays paired').to.equal(200);
      expect((await edge.get(groupList, 'group.list', own)).groups.map(({ id }) => id)).to.include(
        used.group,
      );
      const called = await edge.get(contactList, 'contact.list', { ...own, params: { siteId: commune } });
      expect(called.contacts.map(({ name }) => name)).to.deep.equal(['Bình', 'An']);

      // What has ended keeps the unit of its time.
      const { meetings } = edge.repositories;
      expect((await meetings.byId(over.meeting))?.siteId).to.equal(double.id);
      expect((await endpoints.byId(over.endpoint))?.siteId).to.equal(double.id);
      expect((await accounts.byId(over.account))?.siteId).to.equal(double.id);

      const { groups } = await edge.get(groupList, 'group.list', { as: as() });
      const renamed = groups.find(({ name }) => name === 'Hai xã');
      expect(renamed?.include).to.deep.equal([
        { kind: 'site', siteId: commune },
        { kind: 'subtree', siteId: commune },
      ]);

      const detail = await edge.get(siteDetail, 'site.get', { as: as(), params: { siteId: double.id } });
      expect(detail.site.validTo).to.equal('2026-03-02');
      expect(detail.lineage.map(({ kind, onDate, to }) => [kind, onDate, to.id])).to.deep.equal([
        ['merged-into', '2026-03-02', commune],
      ]);
      expect((await list()).sites.map(({ id }) => id)).not.to.include(double.id);
      const { sites } = await edge.get(endedSites, 'site.ended', { as: as() });
      expect(sites.find(({ id }) => id === double.id)).to.deep.include({
        parentName: 'Huyện Yên Lạc',
        code: double.code,
      });
      expect(sites.find(({ id }) => id === double.id)?.became.map(({ to }) => to.code)).to.deep.equal([
        communeCode,
      ]);
    });

    it('are selected with the remaining unit', async () => {
      const double = await unit();
      await plant(double.id, 'Chọn', {});
      const body = { include: [{ kind: 'site', siteId: commune }] };
      const selected = async () =>
        (await edge.get(selectionMeaning, 'selection.count', { as: as(), body })).endpoints;
      const before = await selected();
      expect((await merge(merging(double.id))).status).to.equal(200);
      expect(await selected()).to.equal(before + 1);
    });

    it('rename a room whose name is taken, and report the number', async () => {
      const double = await unit();
      const made = await edge.ask('endpoint.create', {
        as: as(),
        body: { siteId: double.id, name: 'Hội trường' },
      });
      expect(made.status).to.equal(201);
      expect((await check(merging(double.id))).moves).to.include({ endpoints: 1, renamed: 1 });
      expect((await merge(merging(double.id))).status).to.equal(200);
      const { endpoints } = await edge.get(endpointList, 'endpoint.list', {
        as: as(),
        query: { siteId: commune, q: `hoi truong (${double.code})` },
      });
      expect(endpoints.map(({ name }) => name)).to.deep.equal([`Hội trường (${double.code})`]);
    });

    it('never existed if they are merged on the first day', async () => {
      const double = await unit({ validFrom: '2026-03-02' });
      expect((await merge(merging(double.id))).status).to.equal(200);
      expect((await byId(double.id)).validTo).to.equal('2026-03-02');
      for (const day of ['2026-03-01', '2026-03-02', '2026-03-03']) {
        expect((await list(day)).sites.map(({ id }) => id)).not.to.include(double.id);
      }
    });

    it('end together, a district with its communes, or not at all', async () => {
      const district = await unit({ code: '00251', name: 'Huyện Yên Lạc', parentId: province.province });
      await edge.execute(`update site set level_id = 'district' where id = '${district.id}'`);
      const below = await unit({ parentId: district.id });
      const beside = await unit();
      const { yenLac } = province;
      const both = [merging(district.id, yenLac.site), merging(below.id)].flatMap(({ merges }) => merges);
      const withItself = { merges: [...both, { siteId: beside.id, intoSiteId: beside.id }] };
      const refused = await merge(withItself);
      expect(refused.code).to.equal('conflict');
      expect(refused.body).to.have.property('detail', `${beside.code}: itself`);
      expect((await byId(below.id)).validTo).to.equal(null);
      expect((await merge({ merges: both })).status).to.equal(200);
      expect((await byId(district.id)).validTo).to.equal('2026-03-02');
      expect((await byId(below.id)).validTo).to.equal('2026-03-02');
    });

    it('are in the audit log: one with its name, several with their codes', async () => {
      const doubles = [await unit(), await unit(), await unit()];
      const [one, ...others] = doubles.map(({ id }) => id);
      expect((await merge(merging(one ?? ''))).status).to.equal(200);
      const merges = others.map((siteId) => ({ siteId, intoSiteId: commune }));
      expect((await merge({ merges })).status).to.equal(200);
      const { entries } = await edge.get(auditList, 'audit.list', {
        as: as(),
        query: { action: 'site.merged', limit: '2' },
      });
      const [many, single] = entries;
      const arrow = (code: string) => `${code} → ${communeCode}`;
      expect(many?.target).to.deep.include({ kind: 'list', id: 'sites' });
      expect(many?.after).to.deep.include({
        merged: doubles.slice(1).map(({ code }) => arrow(code)),
        moved: 0,
      });
      expect(single?.target).to.deep.include({ kind: 'site', id: one });
      expect(single?.before).to.deep.include({ validTo: null });
      expect(single?.after).to.deep.include({
        validTo: '2026-03-02',
        merged: doubles.slice(0, 1).map(({ code }) => arrow(code)),
      });
    });

    it('are refused with the reason, and then nothing changes', async () => {
      const double = await unit();
      const { yenLac } = province;
      const parent = await unit({ name: 'Xã Trên' });
      await edge.execute(`update site set level_id = 'district' where id = '${parent.id}'`);
      await unit({ name: 'Xã Dưới', parentId: parent.id });
      const [ended, later] = [await unit(), await unit({ validFrom: '2026-03-03' })];
      expect((await merge(merging(ended.id))).status).to.equal(200);
      const live = await unit({ name: 'Xã Họp' });
      await plant(live.id, 'Họp', { state: 'live' });
      const cases = [
        ['itself', double.id, double.id],
        ['other-level', double.id, yenLac.site],
        ['ended', ended.id, commune],
        ['target-ended', double.id, ended.id],
        ['target-not-begun', double.id, later.id],
        ['has-subunits', parent.id, yenLac.site],
        ['live', live.id, commune],
      ] as const;
      for (const [refusal, siteId, intoSiteId] of cases) {
        const before = await edge.repositories.sites.all();
        const { merges } = await check(merging(siteId, intoSiteId));
        expect(merges.map((each) => each.refusal)).to.deep.equal([refusal]);
        const answer = await merge(merging(siteId, intoSiteId));
        expect([answer.code, JSON.stringify(answer.body)].join(' '))
          .to.contain(`conflict`)
          .and.contain(refusal);
        expect(await edge.repositories.sites.all()).to.deep.equal(before);
      }
      const twice = {
        merges: [merging(double.id), merging(double.id, live.id)].flatMap(({ merges }) => merges),
      };
      expect((await check(twice)).merges.map(({ refusal }) => refusal)).to.deep.equal(['twice', null]);
    });

    it('are refused where a unit received something since the check, or has changed by now', async () => {
      const double = await unit();
      const { digest } = await check(merging(double.id));
      const asked = { as: as(), body: { ...merging(double.id), digest } };
      await plant(double.id, 'Mới', {});
      expect((await edge.ask('site.merge', asked)).code).to.equal('conflict');
      expect((await byId(double.id)).validTo).to.equal(null);
      const again = await check(merging(double.id));
      await edge.execute(`update site set name = 'Xã Tam Hồng cũ' where id = '${double.id}'`);
      const changed = { as: as(), body: { ...merging(double.id), digest: again.digest } };
      expect((await edge.ask('site.merge', changed)).code).to.equal('conflict');
      expect((await merge(merging(double.id))).status).to.equal(200);
    });

    it('end once where two callers merge at the same time', async () => {
      const double = await unit();
      await plant(double.id, 'Cùng', {});
      const { digest } = await check(merging(double.id));
      const asked = { as: as(), body: { ...merging(double.id), digest } };
      const answers = await Promise.all([edge.ask('site.merge', asked), edge.ask('site.merge', asked)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([200, 409]);
    });
  });

  describe('as closed offices', () => {
    it('end on the given day, report what stays with them, and keep it', async () => {
      const ending = await unit({ name: 'Xã Sắp Hết' });
      const { endpoint, account, meeting } = await plant(ending.id, 'Còn', { state: 'scheduled' });
      const told = await checkRetirement(ending.id, '2026-07-01');
      expect(told).to.deep.include({
        refusal: null,
        subunits: 0,
        holds: {
          endpoints: 1,
          accounts: 1,
          meetings: 1,
          invitations: 2,
          groups: 1,
          templates: 1,
          contacts: 0,
        },
      });
      const answer = await retire(ending.id, '2026-07-01');
      expect(siteSchema.parse(answer.body)).to.deep.include({ id: ending.id, validTo: '2026-07-01' });
      const has = async (day: string) => (await list(day)).sites.some(({ id }) => id === ending.id);
      expect([await has('2026-06-30'), await has('2026-07-01')]).to.deep.equal([true, false]);
      expect((await edge.repositories.endpoints.byId(endpoint))?.siteId).to.equal(ending.id);
      expect((await edge.repositories.accounts.byId(account))?.siteId).to.equal(ending.id);
      expect((await edge.repositories.meetings.byId(meeting))?.siteId).to.equal(ending.id);

      // A future day may be moved; after that day it is fixed.
      expect((await retire(ending.id, '2026-03-02')).status).to.equal(200);
      const { refusal } = await checkRetirement(ending.id, '2026-07-01');
      expect(refusal).to.equal('ended');
      expect((await retire(ending.id, '2026-07-01')).code).to.equal('conflict');
      const { sites } = await edge.get(endedSites, 'site.ended', { as: as() });
      expect(sites.find(({ id }) => id === ending.id)?.became).to.deep.equal([]);
    });

    it('are refused with the reason, and the number of units below', async () => {
      const { yenLac } = province;
      const below = (await edge.repositories.sites.all()).filter(
        ({ parentId, validTo }) => parentId === yenLac.site && (validTo ?? '2027-01-02') > '2027-01-01',
      ).length;
      expect(await checkRetirement(yenLac.site, '2027-01-01')).to.deep.include({
        refusal: 'has-subunits',
        subunits: below,
      });
      expect((await retire(yenLac.site, '2027-01-01')).code).to.equal('conflict');
      expect((await retire(commune, '2020-12-31')).body).to.have.property('detail', 'before-first-day');
      expect((await byId(commune)).validTo).to.equal(null);
    });

    it('are refused where the unit received something since the check', async () => {
      const ending = await unit({ name: 'Xã Khác Đi' });
      const { digest } = await checkRetirement(ending.id, '2026-07-01');
      await plant(ending.id, 'Mới', {});
      const params = { siteId: ending.id };
      const asked = { as: as(), params, body: { validTo: '2026-07-01', digest } };
      expect((await edge.ask('site.retire', asked)).code).to.equal('conflict');
      // Another day than the checked one is refused as well.
      const again = await checkRetirement(ending.id, '2026-07-01');
      const other = { ...asked, body: { validTo: '2026-08-01', digest: again.digest } };
      expect((await edge.ask('site.retire', other)).code).to.equal('conflict');
    });
  });

  it('belong to an administrator’s scope: units of others are not found, on either side', async () => {
    const own = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
    const double = await unit();
    const { lapThach } = province;
    const foreign = (await list()).sites.find(({ parentId }) => parentId === lapThach.site)?.id ?? '';
    const before = await edge.repositories.sites.all();
    for (const body of [merging(double.id, foreign), merging(foreign, commune), merging(double.id, uuid())]) {
      const asked = { as: own.token, body: { ...body, digest: 'any' } };
      expect((await edge.ask('site.merge', asked)).code).to.equal('not-found');
      expect((await edge.ask('site.checkMerge', { as: own.token, body })).code).to.equal('not-found');
    }
    const retiring = { as: own.token, params: { siteId: foreign } };
    const body = { validTo: '2027-01-01', digest: 'any' };
    expect((await edge.ask('site.retire', { ...retiring, body })).code).to.equal('not-found');
    expect(await edge.repositories.sites.all()).to.deep.equal(before);
    expect((await merge(merging(double.id), own.token)).status).to.equal(200);
    const { secretariat } = province.yenLac;
    const refused = await edge.ask('site.checkMerge', { as: secretariat.token, body: merging(double.id) });
    expect(refused.code).to.equal('forbidden');
  });

  it('cannot be created again by a sheet with their codes', async () => {
    const double = await unit({ code: '77', validFrom: '2026-03-02' });
    expect((await merge(merging(double.id))).status).to.equal(200);
    const { yenLac } = province;
    const parentCode = (await byId(yenLac.site)).code;
    const bytes = `Mã đơn vị;Tên đơn vị;Cấp;Mã đơn vị cấp trên\n77;Xã Tam Hồng;Cấp xã;${parentCode}\n`;
    const { problems } = sheetReport.parse((await edge.ask('sheet.importSites', { as: as(), bytes })).body);
    expect(problems.map(({ code }) => code)).to.deep.equal(['site-closed']);
  });
});
