import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { createChangeRepository } from '../../server/storage/repositories/change-repository.ts';
import { execute } from '../support/storage/database.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn, seriesIn } from '../support/storage/covered.ts';
import { hour, inviting, meeting, morning, newRooms, populate } from './fixtures.ts';

onEachDatabase('The history of a meeting', (database) => {
  const meetings = () => meetingsIn(database());
  const series = () => seriesIn(database());
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });

  const insert = async (given: Partial<MeetingWithInvitations> = {}): Promise<MeetingWithInvitations> => {
    const made = meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      state: 'draft',
      ...given,
    });
    await meetings().insert(made);
    return made;
  };
  /** The changes of one version: who, when, and each field with its old and new value. */
  const historyOf = async (meetingId: string, version: number) =>
    (await createChangeRepository(database()).ofMeeting(meetingId))
      .filter((change) => change.version === version)
      .map(({ atMs, byAccountId, field, was, becomes }) => [atMs, byAccountId, field, was, becomes]);

  it('begins with the author of the meeting and its invitees', async () => {
    const [room = ''] = await newRooms(database(), place.ward.id, 1);
    const made = await insert({ invitations: [inviting(room)] });
    const by = [made.updatedAtMs, place.secretary.id];
    expect(await historyOf(made.id, 1)).to.deep.equal([
      [...by, 'created', null, null],
      [...by, 'invited', null, [{ inviteeId: room, role: 'delegate' }]],
    ]);
  });

  it('lists the changed fields with old and new values, and no unchanged field', async () => {
    const made = await insert();
    const agenda = made.agenda.map((item) => ({ ...item, id: uuid() }));
    const changes = { title: 'Khác', description: made.description, startsAtMs: morning + 1, agenda };
    await meetings().update(made, 1, changes, morning, place.secretary.id);
    expect(await historyOf(made.id, 2)).to.deep.equal([
      [morning, place.secretary.id, 'startsAtMs', morning, morning + 1],
      [morning, place.secretary.id, 'title', made.title, 'Khác'],
    ]);
    await meetings().update(made, 2, { state: 'cancelled', cancelReason: 'Bão' }, morning + 5);
    expect(await historyOf(made.id, 3)).to.deep.equal([
      [morning + 5, null, 'cancelReason', null, 'Bão'],
      [morning + 5, null, 'state', 'draft', 'cancelled'],
    ]);
  });

  it('lists a change of the recording and of the need for a chair, and nothing for a version without changes', async () => {
    const made = await insert();
    const by = place.secretary.id;
    await meetings().update(made, 1, { recorded: true }, morning, by);
    await meetings().update(made, 2, { recorded: true, submittedByAccountId: by }, morning, by);
    await meetings().update(made, 3, {}, morning, by);
    expect(await historyOf(made.id, 2)).to.deep.equal([[morning, by, 'recorded', false, true]]);
    expect(await historyOf(made.id, 3)).to.deep.equal([]);
    expect(await historyOf(made.id, 4)).to.deep.equal([]);
    await meetings().update(made, 4, { needsChair: true }, morning, by);
    expect(await historyOf(made.id, 5)).to.deep.equal([[morning, by, 'needsChair', false, true]]);
  });

  it('lists for every occurrence who was invited, given another role, or withdrawn', async () => {
    const [first = '', second = ''] = await newRooms(database(), place.ward.id, 2);
    const made = await insert({ invitations: [inviting(first)] });
    const week = 7 * 24 * hour;
    const later = { id: uuid(), startsAtMs: made.startsAtMs + week, endsAtMs: made.endsAtMs + week };
    const repeated = {
      id: uuid(),
      rule: 'FREQ=WEEKLY;COUNT=2',
      timeZone: 'Asia/Ho_Chi_Minh',
      createdByAccountId: place.secretary.id,
      createdAtMs: morning,
    };
    const by = [morning, place.secretary.id] as const;
    await series().repeat(repeated, made, [later], morning);
    expect(await historyOf(made.id, 2)).to.deep.equal([[...by, 'seriesId', null, repeated.id]]);
    expect(await historyOf(later.id, 1)).to.deep.equal([
      [...by, 'created', null, null],
      [...by, 'invited', null, [{ inviteeId: first, role: 'delegate' }]],
    ]);

    const wanted = [first, second].map((endpointId) => ({
      ...inviting(endpointId),
      role: 'observer' as const,
    }));
    await series().inviteToAll(await series().occurrences(repeated.id), wanted, ...by);
    await series().withdrawFromAll(await series().occurrences(repeated.id), first, ...by);
    await series().updateAll(await series().occurrences(repeated.id), { title: 'Cả hai' }, ...by);
    for (const { id, version } of await series().occurrences(repeated.id)) {
      expect(await historyOf(id, version - 2)).to.deep.equal([
        [...by, 'role', [{ inviteeId: first, role: 'delegate' }], [{ inviteeId: first, role: 'observer' }]],
        [...by, 'invited', null, [{ inviteeId: second, role: 'observer' }]],
      ]);
      expect(await historyOf(id, version - 1)).to.deep.equal([
        [...by, 'withdrawn', null, [{ inviteeId: first, role: 'observer' }]],
      ]);
      expect(await historyOf(id, version)).to.deep.equal([[...by, 'title', made.title, 'Cả hai']]);
    }
  });

  it('lists one change of the agenda for every occurrence, with the speakers that this one invites', async () => {
    const [hall = '', sentOver = ''] = await newRooms(database(), place.ward.id, 2);
    const agendaOf = (title: string, ...speakers: readonly string[]) => [
      { title, plannedMinutes: null, speakers: speakers.map((inviteeId) => ({ inviteeId, minutes: 5 })) },
    ];
    const withIds = (agenda: ReturnType<typeof agendaOf>) => agenda.map((item) => ({ ...item, id: uuid() }));
    const made = await insert({
      agenda: withIds(agendaOf('Báo cáo', hall, sentOver)),
      invitations: [inviting(hall), inviting(sentOver, { transferred: true })],
    });
    const week = 7 * 24 * hour;
    const later = { id: uuid(), startsAtMs: made.startsAtMs + week, endsAtMs: made.endsAtMs + week };
    const repeated = {
      id: uuid(),
      rule: 'FREQ=WEEKLY;COUNT=2',
      timeZone: 'Asia/Ho_Chi_Minh',
      createdByAccountId: place.secretary.id,
      createdAtMs: morning,
    };
    const by = [morning, place.secretary.id] as const;
    await series().repeat(repeated, made, [later], morning);
    expect(await historyOf(later.id, 1)).to.deep.equal([
      [...by, 'created', null, null],
      [...by, 'invited', null, [{ inviteeId: hall, role: 'delegate' }]],
    ]);
    expect((await meetings().byId(later.id))?.agenda[0]?.speakers).to.deep.equal([
      { inviteeId: hall, minutes: 5 },
    ]);

    const agenda = withIds(agendaOf('Tham luận', sentOver, hall));
    await series().updateAll(await series().occurrences(repeated.id), { agenda }, ...by);
    expect(await historyOf(made.id, 3)).to.deep.equal([
      [...by, 'agenda', agendaOf('Báo cáo', hall, sentOver), agendaOf('Tham luận', sentOver, hall)],
    ]);
    expect(await historyOf(later.id, 2)).to.deep.equal([
      [...by, 'agenda', agendaOf('Báo cáo', hall), agendaOf('Tham luận', hall)],
    ]);
  });

  it('lists for every occurrence the old and new delegates of an invitation', async () => {
    const [first = '', second = ''] = await newRooms(database(), place.ward.id, 2);
    const an = { name: 'Trần Văn An', position: '' };
    const hoa = { name: 'Bùi Thị Hoà', position: 'Chủ tịch UBND xã' };
    const asking = inviting(first, { delegates: [an] });
    const made = await insert({ invitations: [asking, inviting(second)] });
    const by = [morning, place.secretary.id] as const;
    const invited = [first, second].map((inviteeId) => ({ inviteeId, role: 'delegate' }));
    const asks = (...delegates: object[]) => [{ inviteeId: first, delegates }];
    expect(await historyOf(made.id, 1)).to.deep.equal([
      [made.updatedAtMs, by[1], 'created', null, null],
      [made.updatedAtMs, by[1], 'invited', null, invited],
      [made.updatedAtMs, by[1], 'delegates', asks(), asks(an)],
    ]);

    const week = 7 * 24 * hour;
    const later = [1, 2].map((weeks) => ({
      id: uuid(),
      startsAtMs: made.startsAtMs + weeks * week,
      endsAtMs: made.endsAtMs + weeks * week,
    }));
    const repeated = {
      id: uuid(),
      rule: 'FREQ=WEEKLY;COUNT=3',
      timeZone: 'Asia/Ho_Chi_Minh',
      createdByAccountId: place.secretary.id,
      createdAtMs: morning,
    };
    await series().repeat(repeated, made, later, morning);
    for (const { id } of later) {
      expect((await meetings().byId(id))?.origin).to.deep.equal({ kind: 'series' });
      expect(await historyOf(id, 1)).to.deep.equal([
        [...by, 'created', null, null],
        [...by, 'invited', null, invited],
        [...by, 'delegates', asks(), asks(an)],
      ]);
    }
    const all = () => series().occurrences(repeated.id);
    await series().askDelegates(await all(), asking, [hoa, an], ...by);
    await series().askDelegates(await all(), asking, [hoa, an], ...by);
    await series().askDelegates(await all(), asking, [], ...by);
    for (const { id, version } of await all()) {
      expect(await historyOf(id, version - 2)).to.deep.equal([[...by, 'delegates', asks(an), asks(hoa, an)]]);
      expect(await historyOf(id, version - 1)).to.deep.equal([]);
      expect(await historyOf(id, version)).to.deep.equal([[...by, 'delegates', asks(hoa, an), asks()]]);
    }
  });

  it('is written by the database for any writer: roles and delegates of many rooms in one statement', async () => {
    const rooms = await newRooms(database(), place.ward.id, 2);
    const made = await insert({ invitations: rooms.map((room) => inviting(room)) });
    await execute(
      database(),
      `update invitation set role = 'observer', delegates = '[{"name": "An", "position": ""}]' where meeting_id = '${made.id}'`,
    );
    const of = (given: object) => rooms.map((inviteeId) => ({ inviteeId, ...given }));
    const facts = (await historyOf(made.id, 1)).slice(2).map(([, , ...fact]) => fact);
    expect(facts).to.have.deep.members([
      ['role', of({ role: 'delegate' }), of({ role: 'observer' })],
      ['delegates', of({ delegates: [] }), of({ delegates: [{ name: 'An', position: '' }] })],
    ]);
  });

  it('is not written where the change fails, and never changed afterwards', async () => {
    const made = await insert();
    expect(await meetings().update(made, 7, { title: 'Muộn' }, morning)).to.equal(false);
    expect((await createChangeRepository(database()).ofMeeting(made.id)).length).to.equal(1);
    const refused = await execute(database(), 'update meeting_change set by = null').catch(String);
    expect(refused).to.contain('append-only');
  });
});
