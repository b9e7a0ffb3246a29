import { expect } from 'chai';
import { z } from 'zod';
import { holdingStates } from '../../../../domain/schedule/holding.ts';
import { dueList } from '../../../../protocol/rest/meetings/due.ts';
import { endpoint } from '../../../../protocol/rest/sites/endpoints.ts';
import {
  joinPass,
  meetingDetail,
  type MeetingDetail,
  meetingList,
} from '../../../../protocol/rest/meetings/meetings.ts';
import { roomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { type RouteName, routeNames, routes } from '../../../../protocol/rest/routes.ts';
import {
  type Asked,
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { covered } from '../../../support/storage/covered.ts';

const at = (meeting: { readonly id: string; readonly version: number }, as: string): Asked => ({
  as,
  params: { meetingId: meeting.id },
  headers: { 'if-match': `"${meeting.version}"` },
});

describe('REST: meetings', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());
  afterEach('leave the rooms to the next test', async () => {
    const { meetings } = edge.repositories;
    for (const meeting of await meetings.list({ states: holdingStates })) {
      await meetings.update(covered(meeting), { state: 'cancelled' }, { atMs: edge.clock.now });
    }
  });

  const detail = (name: RouteName, asked: Asked): Promise<MeetingDetail> =>
    edge.get(meetingDetail, name, asked);
  const plan = (given: object = {}) => ({
    title: 'Giao ban tháng Ba',
    siteId: province.yenLac.site,
    startsAtMs: edge.clock.now + 60 * minute,
    endsAtMs: edge.clock.now + 120 * minute,
    ...given,
  });
  const create = (given: object = {}, as = province.yenLac.secretariat.token) =>
    detail('meeting.create', { as, body: plan(given) });
  const invite = (
    meeting: MeetingDetail,
    kind: 'endpoint' | 'account',
    inviteeId: string,
    role = 'delegate',
  ) =>
    detail('meeting.invite', {
      ...at(meeting, province.yenLac.secretariat.token),
      body: { invitations: [{ kind, inviteeId, role }] },
    });
  const schedule = (meeting: MeetingDetail) =>
    detail('meeting.schedule', at(meeting, province.yenLac.secretariat.token));
  /** A scheduled meeting, with Yên Lạc's hall as delegate and its official as chair. */
  const scheduled = async (given: object = {}) => {
    const draft = await create(given);
    const { hall, official } = province.yenLac;
    const chaired = await invite(await invite(draft, 'endpoint', hall.id), 'account', official.id, 'chair');
    return schedule(chaired);
  };
  const idsSeenBy = async (as: string, query: Record<string, string> = {}): Promise<readonly string[]> =>
    (await edge.get(meetingList, 'meeting.list', { as, query: { limit: '1000', ...query } })).meetings.map(
      ({ id }) => id,
    );

  it('are planned with an agenda, named invitations, and the caller’s own role', async () => {
    const draft = await create({
      agenda: [{ title: 'Khai mạc', plannedMinutes: 10 }, { title: 'Thảo luận' }],
    });
    expect(draft).to.deep.include({
      state: 'draft',
      version: 1,
      classification: 'unclassified',
      admission: 'open',
      needsChair: false,
      siteName: 'Huyện Yên Lạc, Tỉnh Vĩnh Phúc',
      self: { role: 'secretary', mayPlan: true, mayOpen: true, mayApprove: false },
    });
    expect(draft.agenda.map(({ title, plannedMinutes }) => [title, plannedMinutes])).to.deep.equal([
      ['Khai mạc', 10],
      ['Thảo luận', null],
    ]);
    const { hall } = province.yenLac;
    const [invited] = (await invite(draft, 'endpoint', hall.id)).invitations;
    expect(invited).to.deep.include({
      kind: 'endpoint',
      inviteeId: hall.id,
      name: 'Hội trường',
      siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
      role: 'delegate',
    });
  });

  it('name prepared speakers for agenda items among their invitees, until an invitation is withdrawn', async () => {
    const { hall, official, secretariat } = province.yenLac;
    const speaker = (inviteeId: string, minutes: number | null) => ({ inviteeId, minutes });
    const speakersOf = ({ agenda }: MeetingDetail) => agenda.map(({ speakers }) => speakers);
    const agenda = [
      { title: 'Báo cáo', speakers: [speaker(hall.id, 5), speaker(official.id, null)] },
      { title: 'Thảo luận' },
    ];
    const invitations = [
      { kind: 'endpoint', inviteeId: hall.id, role: 'delegate' },
      { kind: 'account', inviteeId: official.id, role: 'chair' },
    ];
    const made = await create({ agenda, invitations });
    expect(speakersOf(made)).to.deep.equal([agenda[0]?.speakers, []]);

    const stranger = speaker(province.lapThach.hall.id, null);
    const refusedWith = async (speakers: readonly object[]) =>
      (
        await edge.ask('meeting.change', {
          ...at(made, secretariat.token),
          body: { agenda: [{ title: 'Báo cáo', speakers }] },
        })
      ).code;
    expect(await refusedWith([stranger])).to.equal('not-found');
    expect(await refusedWith([speaker(hall.id, 5), speaker(hall.id, 6)])).to.equal('invalid-request');
    const asked = { as: secretariat.token, body: plan({ agenda }) };
    expect((await edge.ask('meeting.create', asked)).code).to.equal('not-found');

    const copied = await detail('meeting.copy', {
      as: secretariat.token,
      params: { meetingId: made.id },
      body: { startsAtMs: made.startsAtMs + 24 * 60 * minute },
    });
    expect(speakersOf(copied)).to.deep.equal(speakersOf(made));

    const invitationId = made.invitations.find(({ inviteeId }) => inviteeId === hall.id)?.id ?? '';
    const withdrawn = await detail('meeting.withdrawInvitation', {
      ...at(made, secretariat.token),
      params: { meetingId: made.id, invitationId },
    });
    expect(speakersOf(withdrawn)).to.deep.equal([[speaker(official.id, null)], []]);
  });

  it('have their chairs in the order that their planners give', async () => {
    const { hall, official, secretariat } = province.yenLac;
    const first = await invite(await create(), 'account', official.id, 'chair');
    edge.clock.now += minute;
    const draft = await invite(first, 'endpoint', hall.id, 'chair');
    expect(draft.chairOrder).to.deep.equal([official.id, hall.id]);
    const ordered = (meeting: MeetingDetail, chairOrder: readonly string[]) => ({
      ...at(meeting, secretariat.token),
      body: { chairOrder },
    });
    const turned = await detail('meeting.change', ordered(draft, [hall.id, official.id]));
    expect(turned.chairOrder).to.deep.equal([hall.id, official.id]);
    // Chairs that the order does not name come after the others.
    const one = await detail('meeting.change', ordered(turned, [official.id]));
    expect(one.chairOrder).to.deep.equal([official.id, hall.id]);
    for (const [chairOrder, code] of [
      [[secretariat.id], 'not-found'],
      [[hall.id, hall.id], 'invalid-request'],
    ] as const) {
      const refused = await edge.ask('meeting.change', ordered(one, chairOrder));
      expect(refused.body, code).to.deep.include({ code });
    }
    const demoted = await invite(one, 'account', official.id, 'delegate');
    expect(demoted.chairOrder).to.deep.equal([hall.id]);
  });

  it('are created with their invitations, or not at all', async () => {
    const { hall, official, secretariat } = province.yenLac;
    const invitation = (kind: string, inviteeId: string, role: string) => ({ kind, inviteeId, role });
    const own = [invitation('account', official.id, 'chair'), invitation('endpoint', hall.id, 'delegate')];
    const made = await create({ invitations: own });
    expect(made.state).to.equal('draft');
    expect(
      made.invitations.map(({ kind, inviteeId, role }) => invitation(kind, inviteeId, role)),
    ).to.have.deep.members(own);

    const title = 'Phiên họp không được tạo';
    const foreign = invitation('endpoint', province.lapThach.hall.id, 'delegate');
    const refused = await edge.ask('meeting.create', {
      as: secretariat.token,
      body: plan({ title, invitations: [...own, foreign] }),
    });
    expect(refused.code).to.equal('not-found');
    const twice = await edge.ask('meeting.create', {
      as: secretariat.token,
      body: plan({ title, invitations: [...own, ...own] }),
    });
    expect(twice.code).to.equal('invalid-request');
    const asked = { as: secretariat.token, query: { q: title } };
    expect((await edge.get(meetingList, 'meeting.list', asked)).meetings).to.deep.equal([]);
  });

  it('must end after they start', async () => {
    const as = province.yenLac.secretariat.token;
    const body = plan({ endsAtMs: edge.clock.now });
    expect((await edge.ask('meeting.create', { as, body })).code).to.equal('invalid-request');
    const meeting = await create();
    const late = { ...at(meeting, as), body: { startsAtMs: meeting.endsAtMs } };
    expect((await edge.ask('meeting.change', late)).code).to.equal('invalid-request');
  });

  it('are planned within the caller’s own subtree only', async () => {
    const as = province.lapThach.secretariat.token;
    expect((await edge.ask('meeting.create', { as, body: plan() })).code).to.equal('not-found');
    const meeting = await create();
    const stranger = await edge.ask('meeting.invite', {
      ...at(meeting, province.yenLac.secretariat.token),
      body: { invitations: [{ kind: 'endpoint', inviteeId: province.lapThach.hall.id, role: 'delegate' }] },
    });
    expect(stranger.code).to.equal('not-found');
    const body = {
      invitations: [{ kind: 'endpoint', inviteeId: province.lapThach.hall.id, role: 'recorder' }],
    };
    const recorder = await edge.ask('meeting.invite', { ...at(meeting, province.administrator.token), body });
    expect(recorder.code).to.equal('invalid-request');
  });

  it('refuse an invitation that names somebody twice', async () => {
    const meeting = await create();
    const { hall, secretariat } = province.yenLac;
    const twice = (kind: 'endpoint' | 'account') =>
      edge.ask('meeting.invite', {
        ...at(meeting, secretariat.token),
        body: {
          invitations: [
            { kind: 'endpoint', inviteeId: hall.id, role: 'delegate' },
            { kind, inviteeId: hall.id, role: 'chair' },
          ],
        },
      });
    expect((await twice('endpoint')).code).to.equal('invalid-request');
    expect((await twice('account')).code).to.equal('invalid-request');
  });

  it('of other sites do not exist: 404 for all calls and all callers', async () => {
    const meeting = await scheduled();
    const [invitation] = meeting.invitations;
    const { secretariat, operator, official, hall } = province.lapThach;
    const bodies: Readonly<Partial<Record<RouteName, object>>> = {
      'meeting.change': { title: 'Chiếm' },
      'meeting.invite': { invitations: [{ kind: 'endpoint', inviteeId: hall.id, role: 'chair' }] },
      'meeting.inviteSelection': { include: [{ kind: 'endpoint', endpointId: hall.id }] },
      'meeting.sendBack': { reason: 'Chiếm' },
      'meeting.askDelegates': { delegates: [] },
      'meeting.copy': { startsAtMs: meeting.endsAtMs },
      'meeting.overrideClashes': { overridesClashes: true },
      'series.create': { rule: 'FREQ=DAILY;COUNT=2' },
    };
    // The calls for documents take a file or a query; their own suite tests them.
    const calls = routeNames.filter(
      (name) => /^(meeting|series)\./.test(name) && routes[name].path.includes(':meetingId'),
    );
    expect(calls).to.have.length(20);
    for (const name of calls) {
      for (const { token } of [secretariat, operator, official, hall]) {
        const { code } = await edge.ask(name, {
          ...at(meeting, token),
          params: { meetingId: meeting.id, invitationId: invitation?.id ?? '' },
          body: bodies[name],
        });
        expect(code, name).to.be.oneOf(['not-found', 'forbidden']);
        // A refusal by the kind of the caller says nothing about this meeting.
        const elsewhere = await edge.ask(name, {
          ...at(meeting, token),
          params: { meetingId: meeting.siteId, invitationId: meeting.siteId },
          body: bodies[name],
        });
        expect(elsewhere.code, name).to.equal(code);
      }
    }
    expect(await detail('meeting.get', at(meeting, province.yenLac.secretariat.token))).to.deep.equal(
      meeting,
    );
    for (const { token } of [secretariat, operator, official, hall]) {
      expect(await idsSeenBy(token)).not.to.include(meeting.id);
    }
  });

  it('are visible to invitees once they are announced, but not plannable', async () => {
    const { official, hall, operator, secretariat } = province.yenLac;
    const draft = await invite(await create(), 'account', official.id, 'chair');
    expect((await edge.ask('meeting.get', at(draft, official.token))).code).to.equal('not-found');
    expect(await idsSeenBy(official.token)).not.to.include(draft.id);
    const meeting = await schedule(draft);
    expect((await detail('meeting.get', at(meeting, official.token))).self).to.deep.equal({
      role: 'chair',
      mayPlan: false,
      mayOpen: false,
      mayApprove: false,
    });
    expect((await detail('meeting.get', at(meeting, operator.token))).self).to.deep.equal({
      role: 'operator',
      mayPlan: false,
      mayOpen: true,
      mayApprove: false,
    });
    expect(await idsSeenBy(official.token)).to.include(meeting.id);
    expect(await idsSeenBy(secretariat.token, { states: 'draft' })).not.to.include(meeting.id);
    expect(await idsSeenBy(hall.token)).not.to.include(meeting.id);
  });

  it('are listed by a time span that they overlap', async () => {
    const as = province.yenLac.secretariat.token;
    const meeting = await create();
    const { startsAtMs, endsAtMs } = meeting;
    expect(await idsSeenBy(as, { fromMs: `${startsAtMs}`, toMs: `${endsAtMs}` })).to.include(meeting.id);
    expect(await idsSeenBy(as, { fromMs: `${endsAtMs}` })).not.to.include(meeting.id);
    expect(await idsSeenBy(as, { toMs: `${startsAtMs}` })).not.to.include(meeting.id);
    expect((await edge.ask('meeting.list', { as, query: { states: 'khac' } })).code).to.equal(
      'invalid-request',
    );
  });

  it('are listed with what is to be done for them, for the organising unit and those above it', async () => {
    const { secretariat, operator, hall } = province.yenLac;
    const { secretariat: guest } = province.lapThach;
    const dueOf = async (meeting: MeetingDetail, as = secretariat.token) =>
      (await edge.get(dueList, 'meeting.due', { as })).meetings
        .find(({ id }) => id === meeting.id)
        ?.due.map(({ what, count }) => (count === null ? what : `${count} ${what}`));
    const draft = await create();
    expect(await dueOf(draft)).to.deep.equal(['invite', 'schedule']);
    const inAWeek = edge.clock.now + 7 * 24 * 60 * minute;
    const later = await create({ startsAtMs: inAWeek + minute, endsAtMs: inAWeek + 2 * minute });
    expect(await dueOf(later)).to.equal(undefined);

    const invited = await detail('meeting.invite', {
      ...at(await invite(draft, 'endpoint', hall.id), province.administrator.token),
      body: { invitations: [{ kind: 'account', inviteeId: guest.id, role: 'delegate' }] },
    });
    const meeting = await schedule(invited);
    const { token: above } = await edge.account('tinh.theodoi', 'secretariat', province.province);
    for (const as of [secretariat.token, above, province.administrator.token])
      expect(await dueOf(meeting, as)).to.deep.equal(['chair', '2 replies']);
    // Others may see the meeting, but do not plan it.
    expect(await idsSeenBy(guest.token)).to.include(meeting.id);
    for (const as of [guest.token, operator.token]) expect(await dueOf(meeting, as)).to.equal(undefined);

    const over = { startsAtMs: edge.clock.now - 2 * minute, endsAtMs: edge.clock.now - minute };
    const by = { atMs: edge.clock.now };
    await edge.repositories.meetings.update(covered(meeting), { ...over, state: 'ended' }, by);
    expect(await dueOf(meeting)).to.deep.equal(['sign-off']);

    const early = { startsAtMs: edge.clock.now + minute, endsAtMs: edge.clock.now + 2 * minute };
    const endedEarly = await create(early);
    await edge.repositories.meetings.update(covered(endedEarly), { ...early, state: 'ended' }, by);
    expect(await dueOf(endedEarly)).to.deep.equal(['sign-off']);
  });

  it('change only with the current version', async () => {
    const as = province.yenLac.secretariat.token;
    const meeting = await create();
    const params = { meetingId: meeting.id };
    const change = (headers: Record<string, string>, title: string) =>
      edge.ask('meeting.change', { as, params, headers, body: { title } });
    expect((await change({}, 'A')).code).to.equal('version-required');
    expect((await change({ 'if-match': '*' }, 'A')).code).to.equal('invalid-request');
    const [first, second] = await Promise.all([
      change({ 'if-match': '"1"' }, 'A'),
      change({ 'if-match': '"1"' }, 'B'),
    ]);
    expect([first.status, second.status].sort((a, b) => a - b)).to.deep.equal([200, 412]);
    const read = await edge.ask('meeting.get', { as, params });
    expect(read.headers.get('etag')).to.equal('"2"');
    expect(read.body).to.deep.include({ version: 2, description: '' });
  });

  it('contain no NUL character, which no database stores', async () => {
    const as = province.yenLac.secretariat.token;
    const refused = await edge.ask('meeting.create', { as, body: plan({ description: 'a\0b' }) });
    expect(refused.code).to.equal('invalid-request');
    expect((await edge.ask('site.search', { as, query: { q: 'Yên\0' } })).code).to.equal('invalid-request');
  });

  it('are created once for an Idempotency-Key', async () => {
    const as = province.yenLac.secretariat.token;
    const body = plan({ title: 'Chỉ một lần' });
    const send = (given: object = body) =>
      edge.ask('meeting.create', { as, body: given, headers: { 'idempotency-key': 'mot-lan' } });
    const answers = await Promise.all([send(), send(), send()]);
    const again = await send();
    const ids = [...answers, again].map((answer) => meetingDetail.parse(answer.body).id);
    expect(new Set(ids)).to.have.property('size', 1);
    expect(again.status).to.equal(201);
    expect((await send({ ...body, title: 'Khác' })).code).to.equal('conflict');
    const other = await edge.ask('meeting.create', {
      as: province.administrator.token,
      body,
      headers: { 'idempotency-key': 'mot-lan' },
    });
    expect(meetingDetail.parse(other.body).id).not.to.equal(ids[0]);
  });

  it('do not use up an Idempotency-Key when the request fails', async () => {
    const as = province.yenLac.secretariat.token;
    const headers = { 'idempotency-key': 'hong-truoc' };
    expect((await edge.ask('meeting.create', { as, headers, body: plan({ endsAtMs: 1 }) })).status).to.equal(
      400,
    );
    expect((await edge.ask('meeting.create', { as, headers, body: plan() })).status).to.equal(201);
  });

  describe('when their time comes', () => {
    it('open a quarter of an hour before the start, and end after the grace period', async () => {
      const meeting = await scheduled();
      const { official, hall } = province.yenLac;
      const state = async () => (await detail('meeting.get', at(meeting, official.token))).state;
      const tickAt = async (ms: number): Promise<void> => {
        edge.clock.now = ms;
        await edge.scheduling.clock.tick();
      };
      // Access tokens are short-lived; the clock advances by hours here.
      const before = edge.clock.now;
      const stateAt = async (ms: number): Promise<string> => {
        await tickAt(ms);
        edge.clock.now = before;
        return state();
      };
      expect((await edge.ask('meeting.join', at(meeting, hall.token))).code).to.equal('not-live');
      expect(await stateAt(meeting.startsAtMs - 15 * minute - 1)).to.equal('scheduled');
      expect(await stateAt(meeting.startsAtMs - 15 * minute)).to.equal('live');
      expect([...edge.runner.live]).to.include(meeting.id);
      expect((await edge.ask('meeting.join', at(meeting, hall.token))).status).to.equal(200);
      expect(await stateAt(meeting.endsAtMs + 120 * minute - 1)).to.equal('live');
      expect(await stateAt(meeting.endsAtMs + 120 * minute)).to.equal('ended');
      expect(edge.runner.over.get(meeting.id)).to.equal('schedule');
      expect((await edge.ask('meeting.join', at(meeting, hall.token))).code).to.equal('not-live');
    });

    it('lapse where no server ran all the time', async () => {
      const meeting = await scheduled();
      const before = edge.clock.now;
      edge.clock.now = meeting.endsAtMs + 120 * minute;
      await edge.scheduling.clock.tick();
      edge.clock.now = before;
      expect((await detail('meeting.get', at(meeting, province.yenLac.secretariat.token))).state).to.equal(
        'ended',
      );
      expect(edge.runner.live.has(meeting.id)).to.equal(false);
    });

    it('get their conference at the next tick where it could not open at once', async () => {
      const meeting = await scheduled();
      edge.runner.failing = true;
      const opened = await detail('meeting.open', at(meeting, province.yenLac.operator.token));
      expect(opened.state).to.equal('live');
      await edge.scheduling.clock.tick();
      expect(edge.runner.live.has(meeting.id)).to.equal(false);
      edge.runner.failing = false;
      await edge.scheduling.clock.tick();
      expect(edge.runner.live.has(meeting.id)).to.equal(true);
      expect(edge.logged.join('')).to.contain('no worker is up');
    });
  });

  it('are opened early by the staff, once', async () => {
    const meeting = await scheduled();
    const { operator, official } = province.yenLac;
    expect((await edge.ask('meeting.open', at(meeting, official.token))).code).to.equal('forbidden');
    expect((await detail('meeting.open', at(meeting, operator.token))).state).to.equal('live');
    expect((await detail('meeting.open', at(meeting, operator.token))).version).to.equal(meeting.version + 1);
    const draft = await create();
    expect((await edge.ask('meeting.open', at(draft, operator.token))).code).to.equal('wrong-phase');
  });

  it('give a pass to invitees in their role, and to the staff in theirs', async () => {
    const meeting = await scheduled();
    const { hall, official, secretariat, operator } = province.yenLac;
    await detail('meeting.open', at(meeting, secretariat.token));
    const admitted = async (as: string) => {
      const { token } = await edge.get(joinPass, 'meeting.join', at(meeting, as));
      const verified = edge.tokens.verifyJoin(token);
      if (!verified.ok) throw new Error(verified.code);
      expect(verified.meetingId).to.equal(meeting.id);
      const { sub: id, kind, sid: sessionId } = verified;
      const [found] = await edge.doorkeeper(meeting.id, [{ id, kind, sessionId }]);
      if (!found?.ok) throw new Error(found?.reason);
      return found;
    };
    const identityOf = async (as: string) => (await admitted(as)).identity;
    expect(await identityOf(hall.token)).to.deep.include({
      id: hall.id,
      kind: 'endpoint',
      name: 'Hội trường',
      siteId: (await edge.repositories.endpoints.byId(hall.id))?.siteId,
      siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
      role: 'delegate',
    });
    expect(await identityOf(official.token)).to.deep.include({
      id: official.id,
      kind: 'account',
      role: 'chair',
    });
    const lineOf = async (as: string) => (await admitted(as)).line;
    expect(await lineOf(hall.token)).to.deep.equal({ downBps: null, upBps: null });
    const params = { endpointId: hall.id };
    const body = { lineDownKbps: 2_000, lineUpKbps: 1_000 };
    await edge.get(endpoint, 'endpoint.change', { params, body, as: secretariat.token });
    expect(await lineOf(hall.token)).to.deep.equal({ downBps: 2_000_000, upBps: 1_000_000 });
    expect(await lineOf(official.token)).to.deep.equal({ downBps: null, upBps: null });
    expect((await identityOf(secretariat.token)).role).to.equal('secretary');
    expect((await identityOf(operator.token)).role).to.equal('operator');
    expect((await identityOf(province.administrator.token)).role).to.equal('operator');
    expect((await edge.ask('meeting.join', at(meeting, province.lapThach.hall.token))).code).to.equal(
      'not-found',
    );
  });

  it('allow changes only to their course while live, and none after the end', async () => {
    const as = province.yenLac.secretariat.token;
    const meeting = await detail('meeting.open', at(await scheduled(), as));
    for (const body of [{ title: 'Khác' }, { agenda: [{ title: 'Mục khác' }] }])
      expect((await edge.ask('meeting.change', { ...at(meeting, as), body })).code).to.equal('wrong-phase');
    const longer = { ...at(meeting, as), body: { endsAtMs: meeting.endsAtMs + 60 * minute } };
    expect((await detail('meeting.change', longer)).endsAtMs).to.equal(meeting.endsAtMs + 60 * minute);
    await edge.runner.end(meeting.id, 'schedule');
    await edge.scheduling.clock.conferenceEnded(meeting.id);
    const ended = await detail('meeting.get', at(meeting, as));
    expect(ended.state).to.equal('ended');
    expect(
      (await edge.ask('meeting.change', { ...at(ended, as), body: { endsAtMs: ended.endsAtMs + 1 } })).code,
    ).to.equal('wrong-phase');
    expect((await edge.ask('meeting.cancel', at(ended, as))).code).to.equal('wrong-phase');
  });

  it('that have ended are signed off once, and stay as they are', async () => {
    const as = province.yenLac.secretariat.token;
    const meeting = await scheduled();
    expect((await edge.ask('meeting.close', at(meeting, as))).code).to.equal('wrong-phase');
    const live = await detail('meeting.open', at(meeting, as));
    await edge.runner.end(live.id, 'schedule');
    await edge.scheduling.clock.conferenceEnded(live.id);
    const ended = await detail('meeting.get', at(live, as));
    const { official } = province.yenLac;
    expect((await edge.ask('meeting.close', at(ended, official.token))).code).to.equal('forbidden');
    const closed = await detail('meeting.close', at(ended, as));
    expect(closed.state).to.equal('closed');
    expect((await edge.ask('meeting.close', at(closed, as))).code).to.equal('wrong-phase');
    const again = { ...at(closed, as), body: { title: 'Sửa' } };
    expect((await edge.ask('meeting.change', again)).code).to.equal('wrong-phase');
  });

  it('that are cancelled end their conference', async () => {
    const as = province.yenLac.secretariat.token;
    const meeting = await detail('meeting.open', at(await scheduled(), as));
    expect((await detail('meeting.cancel', at(meeting, as))).state).to.equal('cancelled');
    expect(edge.runner.over.get(meeting.id)).to.equal('cancelled');
  });

  it('become invisible with a withdrawn invitation', async () => {
    const meeting = await scheduled();
    const { official, secretariat } = province.yenLac;
    const invitation = meeting.invitations.find(({ kind }) => kind === 'account');
    const asked = at(meeting, secretariat.token);
    const params = { meetingId: meeting.id, invitationId: invitation?.id ?? '' };
    const left = await detail('meeting.withdrawInvitation', { ...asked, params });
    expect(left.invitations.map(({ kind }) => kind)).to.deep.equal(['endpoint']);
    expect((await edge.ask('meeting.get', at(meeting, official.token))).code).to.equal('not-found');
    expect(
      (await edge.ask('meeting.withdrawInvitation', { ...at(left, secretariat.token), params })).code,
    ).to.equal('not-found');
  });

  it('are shown by a room’s page: the live one, else the next', async () => {
    const { body } = await edge.ask('endpoint.create', {
      as: province.yenLac.secretariat.token,
      body: { siteId: province.yenLac.site, name: 'Phòng họp số 2' },
    });
    const { id } = z.object({ id: z.string() }).parse(body);
    const as = await edge.pair(id);
    const room = () => edge.get(roomView, 'room.get', { as });
    expect((await room()).meeting).to.equal(null);
    const hours = (n: number) => ({
      startsAtMs: edge.clock.now + n * 60 * minute,
      endsAtMs: edge.clock.now + (n + 1) * 60 * minute,
    });
    const later = await schedule(await invite(await create(hours(3)), 'endpoint', id));
    const sooner = await schedule(await invite(await create(hours(2)), 'endpoint', id));
    await schedule(await invite(await create(hours(30)), 'endpoint', id));
    expect((await room()).meeting).to.deep.include({ id: sooner.id, state: 'scheduled', role: 'delegate' });
    await detail('meeting.open', at(later, province.yenLac.operator.token));
    const { meeting, nowMs } = await room();
    expect(meeting).to.deep.include({ id: later.id, state: 'live' });
    expect(nowMs).to.equal(edge.clock.now);
  });
});
