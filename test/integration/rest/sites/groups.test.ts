import { expect } from 'chai';
import { endpoint, endpointList, tagList } from '../../../../protocol/rest/sites/endpoints.ts';
import { savedGroup, groupList } from '../../../../protocol/rest/sites/groups.ts';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import {
  invitedSelection,
  selectionMeaning,
  sentSelectionList,
} from '../../../../protocol/rest/meetings/selections.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;

describe('REST: groups and tags', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let as: string;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.administrator.token;
  });
  after(() => edge.close());

  const planned = (given: object = {}): Promise<MeetingDetail> =>
    edge.get(meetingDetail, 'meeting.create', {
      as,
      body: {
        title: 'Giao ban',
        siteId: province.province,
        startsAtMs: edge.clock.now + 24 * hour,
        endsAtMs: edge.clock.now + 25 * hour,
        ...given,
      },
    });
  const at = (meeting: MeetingDetail, given: object = {}) => ({
    as,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
    ...given,
  });
  const highland = (given: object = {}) => ({
    siteId: province.province,
    name: 'Các điểm cầu miền núi',
    include: [{ kind: 'level', levelId: 'commune' }],
    ...given,
  });
  const tagged = (endpointId: string, tags: readonly string[]) =>
    edge.get(endpoint, 'endpoint.change', { as, params: { endpointId }, body: { tags } });

  it('describe endpoints in words that are normalised however they are typed', async () => {
    const { yenLac, lapThach } = province;
    expect((await tagged(lapThach.hall.id, [' Miền Núi ', 'miền núi', 'cấp xã'])).tags).to.deep.equal([
      'miền núi',
      'cấp xã',
    ]);
    await tagged(yenLac.hall.id, ['cấp xã']);
    expect((await edge.get(tagList, 'endpoint.tags', { as })).tags).to.deep.equal([
      { tag: 'cấp xã', endpoints: 2 },
      { tag: 'miền núi', endpoints: 1 },
    ]);
    const own = { as: yenLac.secretariat.token };
    expect((await edge.get(tagList, 'endpoint.tags', own)).tags).to.deep.equal([
      { tag: 'cấp xã', endpoints: 1 },
    ]);
    const found = await edge.get(endpointList, 'endpoint.list', { as, query: { tag: 'miền núi' } });
    expect(found.endpoints.map(({ id }) => id)).to.deep.equal([lapThach.hall.id]);
    for (const tags of [[''], ['a,b'], ['x'.repeat(41)], Array.from({ length: 21 }, (_, n) => `t${n}`)]) {
      const params = { endpointId: yenLac.hall.id };
      expect((await edge.ask('endpoint.change', { as, params, body: { tags } })).code).to.equal(
        'invalid-request',
      );
    }
  });

  it('are kept only by the planners of their unit', async () => {
    const { yenLac } = province;
    const made = await edge.get(savedGroup, 'group.create', { as, body: highland() });
    expect(made.worded).to.deep.equal({ include: [{ kind: 'level', name: 'Cấp xã' }], except: [] });
    expect(made.endpoints).to.equal(2);
    expect((await edge.ask('group.create', { as, body: highland() })).code).to.equal('conflict');
    const below = { as: yenLac.secretariat.token };
    expect((await edge.get(groupList, 'group.list', below)).groups).to.deep.equal([]);
    expect((await edge.ask('group.create', { ...below, body: highland() })).code).to.equal('not-found');
    const params = { groupId: made.id };
    expect((await edge.ask('group.change', { ...below, params, body: { name: 'Khác' } })).code).to.equal(
      'not-found',
    );
    expect((await edge.ask('group.remove', { ...below, params })).code).to.equal('not-found');
    const nested = highland({ name: 'Lồng nhau', include: [{ kind: 'group', groupId: made.id }] });
    expect((await edge.ask('group.create', { as, body: nested })).code).to.equal('invalid-request');

    const own = highland({ siteId: yenLac.site, name: 'Của huyện' });
    const { id } = await edge.get(savedGroup, 'group.create', { ...below, body: own });
    await edge.get(savedGroup, 'group.change', {
      as,
      params: { groupId: id },
      body: { name: 'Của huyện Yên Lạc' },
    });
    expect((await edge.get(groupList, 'group.list', { as })).groups.map(({ name }) => name)).to.deep.equal([
      'Các điểm cầu miền núi',
      'Của huyện Yên Lạc',
    ]);
    expect((await edge.ask('group.remove', { as, params: { groupId: id } })).status).to.equal(200);
    expect((await edge.get(groupList, 'group.list', below)).groups).to.deep.equal([]);
  });

  it('have people, with or without rooms, in their order, and name those whom the reader may invite', async () => {
    const { yenLac, lapThach } = province;
    const [first, second] = [lapThach.official.id, yenLac.official.id];
    const wish = {
      siteId: yenLac.site,
      name: 'Ban chỉ huy phòng chống thiên tai',
      accountIds: [first, second],
    };
    const made = await edge.get(savedGroup, 'group.create', { as, body: wish });
    expect(made).to.deep.include({
      include: [],
      except: [],
      people: [
        { accountId: first, name: 'lapthach.canbo', siteName: 'Huyện Lập Thạch, Tỉnh Vĩnh Phúc' },
        { accountId: second, name: 'yenlac.canbo', siteName: 'Huyện Yên Lạc, Tỉnh Vĩnh Phúc' },
      ],
    });
    const below = { as: yenLac.secretariat.token };
    const namesFor = async (asked: { as: string }) =>
      (await edge.get(groupList, 'group.list', asked)).groups
        .find(({ id }) => id === made.id)
        ?.people.map(({ name }) => name);
    expect(await namesFor(below)).to.deep.equal(['yenlac.canbo']);

    const params = { groupId: made.id };
    const unknown = '01890000-0000-7000-8000-00000000dead';
    for (const stranger of [province.administrator.id, unknown]) {
      const own = { ...below, body: { ...wish, name: 'Khác', accountIds: [second, stranger] } };
      expect((await edge.ask('group.create', own)).code).to.equal('not-found');
      const change = { ...below, params, body: { accountIds: [second, stranger] } };
      expect((await edge.ask('group.change', change)).code).to.equal('not-found');
    }
    // One that a unit above has put there may stay.
    expect(
      (await edge.ask('group.change', { ...below, params, body: { accountIds: [second, first] } })).status,
    ).to.equal(200);
    expect(await namesFor({ as })).to.deep.equal(['yenlac.canbo', 'lapthach.canbo']);

    // A planner removes nobody that it does not see.
    await edge.get(savedGroup, 'group.change', { ...below, params, body: { accountIds: [second] } });
    expect(await namesFor({ as })).to.deep.equal(['yenlac.canbo', 'lapthach.canbo']);

    for (const [route, asked] of [
      ['group.create', { as, body: { siteId: yenLac.site, name: 'Trống' } }],
      ['group.change', { as, params, body: { accountIds: [] } }],
    ] as const) {
      expect((await edge.ask(route, asked)).code).to.equal('invalid-request');
    }
    const meeting = await planned();
    const selection = { include: [{ kind: 'group', groupId: made.id }] };
    expect((await edge.ask('meeting.inviteSelection', at(meeting, { body: selection }))).code).to.equal(
      'not-found',
    );
    const include = [{ kind: 'endpoint', endpointId: yenLac.hall.id }];
    const both = await edge.get(savedGroup, 'group.change', { as, params, body: { include } });
    expect([both.include.length, both.people.length]).to.deep.equal([1, 2]);
    const invited = await edge.get(
      invitedSelection,
      'meeting.inviteSelection',
      at(meeting, { body: selection }),
    );
    expect(invited.invitations.map(({ inviteeId }) => inviteeId)).to.deep.equal([yenLac.hall.id]);
    await edge.ask('account.disable', { as, params: { accountId: first } });
    expect(await namesFor({ as })).to.deep.equal(['yenlac.canbo']);
    await edge.ask('account.enable', { as, params: { accountId: first } });
    await edge.ask('group.remove', { as, params });
  });

  it('name no room outside the scope of their author, editor or reader', async () => {
    const { yenLac, lapThach } = province;
    const below = { as: yenLac.secretariat.token };
    const unknown = '01890000-0000-7000-8000-00000000dead';
    const own = { kind: 'endpoint', endpointId: yenLac.hall.id };
    const of = (include: readonly object[], given: object = {}) => ({
      siteId: yenLac.site,
      name: 'Của huyện',
      include,
      ...given,
    });
    const foreign = [
      ...[lapThach.hall.id, unknown].map((endpointId) => ({ kind: 'endpoint', endpointId })),
      ...[lapThach.site, province.province, unknown].flatMap((siteId) => [
        { kind: 'site', siteId },
        { kind: 'subtree', siteId },
      ]),
    ];
    for (const one of foreign) {
      expect((await edge.ask('group.create', { ...below, body: of([own, one]) })).code).to.equal('not-found');
      const excepting = of([own], { except: [one] });
      expect((await edge.ask('group.create', { ...below, body: excepting })).code).to.equal('not-found');
    }
    const made = await edge.get(savedGroup, 'group.create', { ...below, body: of([own]) });
    const params = { groupId: made.id };
    for (const one of foreign) {
      const body = { include: [own, one] };
      expect((await edge.ask('group.change', { ...below, params, body })).code).to.equal('not-found');
    }
    // A planner above may include the room; the unit's own planners then see that there is one, but not its
    // name.
    const include = [own, { kind: 'endpoint', endpointId: lapThach.hall.id }];
    const both = await edge.get(savedGroup, 'group.change', { as, params, body: { include } });
    expect(both.worded.include.map(({ name }) => name)).to.deep.equal([
      'Hội trường, Xã Tam Hồng, Huyện Yên Lạc',
      'Hội trường, Xã Xuân Hòa, Huyện Lập Thạch',
    ]);
    const renamed = { include, name: 'Liên huyện' };
    const kept = await edge.get(savedGroup, 'group.change', { ...below, params, body: renamed });
    expect(kept.worded.include.map(({ name }) => name)).to.deep.equal([
      'Hội trường, Xã Tam Hồng, Huyện Yên Lạc',
      '',
    ]);
    expect((await edge.get(groupList, 'group.list', below)).groups.map(({ worded }) => worded)).to.deep.equal(
      [kept.worded],
    );
    expect([both.endpoints, kept.endpoints]).to.deep.equal([2, 1]);
    await edge.ask('group.remove', { ...below, params });
  });

  it('are sent in words that name no room outside the sender’s scope', async () => {
    const { yenLac, lapThach } = province;
    const below = { as: yenLac.secretariat.token };
    const meeting = await planned({ siteId: yenLac.site });
    const include = [yenLac.hall.id, lapThach.hall.id].map((endpointId) => ({
      kind: 'endpoint',
      endpointId,
    }));
    const sent = await edge.get(
      invitedSelection,
      'meeting.inviteSelection',
      at(meeting, { ...below, body: { include } }),
    );
    expect(sent.selection).to.deep.equal({ endpoints: 1, added: 1 });
    const { selections } = await edge.get(sentSelectionList, 'meeting.sentSelections', at(meeting, below));
    expect(selections.map(({ include }) => include.map(({ name }) => name))).to.deep.equal([
      ['Hội trường, Xã Tam Hồng, Huyện Yên Lạc', ''],
    ]);
  });

  it('are counted before an invitation: on the requested day, in the caller’s scope', async () => {
    const { yenLac, lapThach } = province;
    const [{ id: groupId } = { id: '' }] = (await edge.get(groupList, 'group.list', { as })).groups;
    const communes = { include: [{ kind: 'level', levelId: 'commune' }] };
    const count = async (body: object, by = as) =>
      (await edge.get(selectionMeaning, 'selection.count', { as: by, body })).endpoints;
    expect(await count(communes)).to.equal(2);
    expect(await count(communes, yenLac.secretariat.token)).to.equal(1);
    expect(await count({ ...communes, atMs: Date.UTC(2020, 11, 30) })).to.equal(0);
    const hall = { kind: 'endpoint', endpointId: yenLac.hall.id };
    expect(await count({ include: [{ kind: 'group', groupId }, hall] })).to.equal(2);
    const butOne = { ...communes, except: [{ kind: 'subtree', siteId: lapThach.site }] };
    expect(await count(butOne)).to.equal(1);
    const foreign = { as: yenLac.secretariat.token, body: { include: [{ kind: 'group', groupId }] } };
    expect((await edge.ask('selection.count', foreign)).code).to.equal('not-found');
  });

  it('invite all but the excluded; the invitation keeps the words after the group is deleted', async () => {
    const { yenLac, lapThach } = province;
    const [{ id: groupId } = { id: '' }] = (await edge.get(groupList, 'group.list', { as })).groups;
    const meeting = await planned();
    const body = {
      include: [{ kind: 'group', groupId }],
      except: [{ kind: 'subtree', siteId: lapThach.site }],
    };
    const foreign = await planned({ siteId: yenLac.site });
    const refused = await edge.ask('meeting.inviteSelection', {
      ...at(foreign, { body }),
      as: yenLac.secretariat.token,
    });
    expect(refused.code).to.equal('not-found');
    const invited = await edge.get(invitedSelection, 'meeting.inviteSelection', at(meeting, { body }));
    expect(invited.invitations.map(({ inviteeId }) => inviteeId)).to.deep.equal([yenLac.hall.id]);
    edge.clock.now += minute;
    const tag = { include: [{ kind: 'tag', tag: 'miền núi' }], role: 'observer' };
    await edge.get(invitedSelection, 'meeting.inviteSelection', at(invited, { body: tag }));
    await edge.ask('group.remove', { as, params: { groupId } });

    const params = { meetingId: meeting.id };
    const { selections } = await edge.get(sentSelectionList, 'meeting.sentSelections', { as, params });
    expect(selections).to.deep.equal([
      {
        atMs: edge.clock.now - minute,
        by: 'quantri',
        role: 'delegate',
        include: [{ kind: 'group', name: 'Các điểm cầu miền núi' }],
        except: [{ kind: 'subtree', name: 'Huyện Lập Thạch, Tỉnh Vĩnh Phúc' }],
        endpointIds: [yenLac.hall.id],
      },
      {
        atMs: edge.clock.now,
        by: 'quantri',
        role: 'observer',
        include: [{ kind: 'tag', name: 'miền núi' }],
        except: [],
        endpointIds: [lapThach.hall.id],
      },
    ]);
    const stranger = await edge.ask('meeting.sentSelections', { as: yenLac.secretariat.token, params });
    expect(stranger.code).to.equal('not-found');
  });
});
