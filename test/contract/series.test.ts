import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { Clash } from '../../server/scheduling/planning/meeting-repository.ts';
import { createAvailabilityRepository } from '../../server/storage/repositories/availability-repository.ts';
import { createEndpointRepository } from '../../server/storage/repositories/endpoint-repository.ts';
import { createSelectionRepository } from '../../server/storage/repositories/selection-repository.ts';
import { createSiteRepository } from '../../server/storage/repositories/site-repository.ts';
import { onEachDatabase } from './databases.ts';
import { covered, meetingsIn, seriesIn, coveredTree } from '../support/storage/covered.ts';
import { hour, inviting, meeting, morning, newRooms, populate, site } from './fixtures.ts';
import { untold } from '../support/storage/untold.ts';

const week = 7 * 24 * hour;

onEachDatabase('Series', (database) => {
  const meetings = () => meetingsIn(database());
  const series = () => seriesIn(database());
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });

  const roomsMade = (count: number) => newRooms(database(), place.ward.id, count);
  const insert = async (rooms: readonly string[], startsAtMs = morning): Promise<MeetingWithInvitations> => {
    const planned = meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      startsAtMs,
      endsAtMs: startsAtMs + hour,
      invitations: rooms.map((room) => inviting(room)),
    });
    await meetings().insert(planned);
    return planned;
  };
  const repeat = async (first: MeetingWithInvitations, count: number) => {
    const made = {
      id: uuid(),
      rule: `FREQ=WEEKLY;COUNT=${count}`,
      timeZone: 'Asia/Ho_Chi_Minh',
      createdByAccountId: place.secretary.id,
      createdAtMs: morning,
    };
    const later = Array.from({ length: count - 1 }, (_, n) => ({
      id: uuid(),
      startsAtMs: first.startsAtMs + (n + 1) * week,
      endsAtMs: first.endsAtMs + (n + 1) * week,
    }));
    const done = await series().repeat(made, first, later, morning);
    return { made, later, done };
  };
  const held = (room: string) =>
    createAvailabilityRepository(database()).held([room], morning - week, morning + 300 * week);
  const caught = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('are inserted with their first meeting, or not at all', async () => {
    const [room = ''] = await roomsMade(1);
    const planned = (startsAtMs: number) =>
      covered(
        meeting({
          siteId: place.province.id,
          createdByAccountId: place.secretary.id,
          startsAtMs,
          endsAtMs: startsAtMs + hour,
          invitations: [inviting(room)],
        }),
      );
    const made = () => ({
      id: uuid(),
      rule: 'FREQ=WEEKLY;COUNT=2',
      timeZone: 'Asia/Ho_Chi_Minh',
      createdByAccountId: place.secretary.id,
      createdAtMs: morning,
    });
    const nextWeek = ({ startsAtMs, endsAtMs }: MeetingWithInvitations, id = uuid()) => ({
      id,
      startsAtMs: startsAtMs + week,
      endsAtMs: endsAtMs + week,
    });
    const [first, created] = [planned(morning + 40 * week), made()];
    await series().insertRepeated(created, first, [nextWeek(first)]);
    const occurrences = await series().occurrences(created.id);
    expect(occurrences.map(({ startsAtMs }) => startsAtMs)).to.deep.equal([
      first.startsAtMs,
      first.startsAtMs + week,
    ]);
    expect(await held(room)).to.have.length(2);
    const [other, refused] = [planned(morning + 50 * week), made()];
    expect(await caught(series().insertRepeated(refused, other, [nextWeek(other, first.id)]))).to.be.an(
      'error',
    );
    expect(await meetings().byId(other.id)).to.equal(undefined);
    expect(await series().byId(refused.id)).to.equal(undefined);
  });

  it('copy the plan, the invitations in their order, and the bookings', async () => {
    const rooms = await roomsMade(5);
    const first = await insert(rooms);
    const { made, later, done } = await repeat(first, 3);
    expect(done).to.equal(true);
    expect(await series().byId(made.id)).to.deep.equal(made);
    const occurrences = await series().occurrences(made.id);
    expect(
      occurrences.map(({ id, startsAtMs, occurrenceAtMs }) => [id, startsAtMs, occurrenceAtMs]),
    ).to.deep.equal([first, ...later].map(({ id, startsAtMs }) => [id, startsAtMs, startsAtMs]));
    const [, second] = later;
    const copy = await meetings().byId(second?.id ?? '');
    if (copy === undefined) throw new Error('the second occurrence is not there');
    const { title, description, agenda, state, siteId, admission, needsChair } = first;
    const plan = { title, description, agenda, state, siteId, admission, needsChair };
    expect(copy).to.deep.include({ ...plan, departs: false });
    const { version, seriesId, createdAtMs, updatedAtMs, invitations } = copy;
    expect([version, seriesId, createdAtMs, updatedAtMs]).to.deep.equal([1, made.id, morning, morning]);
    expect(invitations.map(({ endpointId }) => endpointId)).to.deep.equal(rooms);
    expect((await held(rooms[0] ?? '')).map(({ fromMs }) => fromMs)).to.deep.equal(
      [0, 1, 2].map((n) => morning + n * week),
    );
  });

  it('keep in the script of each occurrence only those that it invites', async () => {
    const [hall = '', office = ''] = await roomsMade(2);
    const first = await insert([hall, office]);
    const { made } = await repeat(first, 3);
    const scripted = async () =>
      (await series().occurrences(made.id)).map(({ agenda }) =>
        agenda.map(({ speakers }) => speakers.map(({ inviteeId }) => inviteeId)),
      );
    const occurrences = async () => series().occurrences(made.id);
    const [, , third] = await occurrences();
    if (third === undefined) throw new Error('three occurrences were made');
    await series().withdrawFromAll([third], office, morning);
    const speakers = [office, hall].map((inviteeId) => ({ inviteeId, minutes: 5 }));
    const agenda = ['Báo cáo', 'Thảo luận'].map((title, n) => ({
      id: uuid(),
      title,
      plannedMinutes: null,
      speakers: n === 0 ? speakers : [],
    }));
    await series().updateAll(await occurrences(), { agenda }, morning);
    expect(await scripted()).to.deep.equal([
      [[office, hall], []],
      [[office, hall], []],
      [[hall], []],
    ]);
    await series().withdrawFromAll(await occurrences(), hall, morning);
    expect(await scripted()).to.deep.equal([
      [[office], []],
      [[office], []],
      [[], []],
    ]);
  });

  it('are created as a whole: after one clash there is no occurrence, no series and no change', async () => {
    const [room = ''] = await roomsMade(1);
    const other = await insert([room], morning + 2 * week);
    const first = await insert([room]);
    expect(await caught(repeat(first, 3))).to.be.instanceOf(Clash);
    expect(await meetings().byId(first.id)).to.deep.equal(first);
    expect((await held(room)).map(({ meetingId }) => meetingId)).to.deep.equal([first.id, other.id]);
  });

  it('are created once, from the version that the caller saw', async () => {
    const first = await insert([]);
    expect((await repeat({ ...first, version: 7 }, 2)).done).to.equal(false);
    expect((await repeat(first, 2)).done).to.equal(true);
    expect((await repeat({ ...first, version: 2 }, 2)).done).to.equal(false);
  });

  it('move and change together, or not at all', async () => {
    const [room = ''] = await roomsMade(1);
    const first = await insert([room]);
    const { made } = await repeat(first, 3);
    const moved = (await series().occurrences(made.id)).map((each) => ({
      ...each,
      startsAtMs: each.startsAtMs + hour,
      endsAtMs: each.endsAtMs + hour,
    }));
    const outdated = moved.map((each, index) => (index === 2 ? { ...each, version: 9 } : each));
    expect(await series().updateAll(outdated, { title: 'Không' }, morning)).to.equal(false);
    expect((await series().occurrences(made.id)).map(({ title }) => title)).not.to.include('Không');
    expect(await series().updateAll(moved, { title: 'Có' }, morning)).to.equal(true);
    const now = await series().occurrences(made.id);
    expect(now.map(({ startsAtMs, title, version }) => [startsAtMs, title, version])).to.deep.equal(
      moved.map(({ startsAtMs, version }) => [startsAtMs, 'Có', version + 1]),
    );
    expect((await held(room)).map(({ fromMs }) => fromMs)).to.deep.equal(
      moved.map(({ startsAtMs }) => startsAtMs),
    );
    await insert([room], morning + 2 * week - hour);
    const back = now.map((each) => ({
      ...each,
      startsAtMs: each.startsAtMs - 2 * hour,
      endsAtMs: each.endsAtMs - 2 * hour,
    }));
    expect(await caught(series().updateAll(back, {}, morning))).to.be.instanceOf(Clash);
    expect(await series().occurrences(made.id)).to.deep.equal(now);
  });

  it('invite together; an existing invitee keeps its invitation, with the new role', async () => {
    const [a = '', b = ''] = await roomsMade(2);
    const first = await insert([a]);
    const { made, later } = await repeat(first, 2);
    const person = {
      endpointId: null,
      accountId: place.secretary.id,
      role: 'chair',
      transferred: false,
    } as const;
    const wanted = [{ ...inviting(b) }, { ...inviting(a), role: 'operator' as const }, person];
    expect(await series().inviteToAll(await series().occurrences(made.id), wanted, morning)).to.equal(true);
    for (const id of [first.id, later[0]?.id ?? '']) {
      const { invitations = [] } = (await meetings().byId(id)) ?? {};
      expect(
        invitations.map(({ endpointId, accountId, role }) => [endpointId ?? accountId, role]),
      ).to.have.deep.members([
        [a, 'operator'],
        [b, 'delegate'],
        [place.secretary.id, 'chair'],
      ]);
    }
    expect(await held(b)).to.have.length(2);
  });

  it('cause no deadlock when many writers change one series at once', async () => {
    const first = await insert(await roomsMade(3));
    const { made } = await repeat(first, 20);
    const seen = await series().occurrences(made.id);
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const turned = [...seen.slice(n), ...seen.slice(0, n)];
        return n % 2 === 0
          ? series().updateAll(turned, { title: `Lần ${n}` }, morning)
          : meetings().update(turned[0] ?? first, 1, { title: `Riêng ${n}` }, morning);
      }),
    );
    expect(done).to.include(true);
  });

  it('of five years and 160 rooms are possible', async () => {
    const first = await insert(await roomsMade(160), morning + 10 * hour);
    const { later, done } = await repeat(first, 261);
    expect(done).to.equal(true);
    expect((await meetings().byId(later.at(-1)?.id ?? ''))?.invitations).to.have.length(160);
  });
});

onEachDatabase('Selections', (database) => {
  let place: Awaited<ReturnType<typeof populate>>;
  const resolve = async (
    include: Parameters<ReturnType<typeof createSelectionRepository>['resolve']>[0]['include'],
    {
      except = [],
      on = '2026-03-02',
      siteIds,
    }: { except?: typeof include; on?: string; siteIds?: readonly string[] } = {},
  ): Promise<readonly string[]> => {
    const selections = createSelectionRepository(database());
    const selection = { include, except };
    const endpointIds = await selections.resolve(selection, on, siteIds);
    const nothing = { include: [], except: [] };
    expect(await selections.counts([nothing, selection], on, siteIds)).to.deep.equal([0, endpointIds.length]);
    return endpointIds;
  };
  const merged = site({
    code: '08900',
    name: 'Xã Xuân Hoà mới',
    folded: 'xa xuan hoa moi',
    levelId: 'commune',
    validFrom: '2027-01-01',
  });
  before(async () => {
    place = await populate(database());
    const { ward, commune, province } = place;
    const reform = coveredTree({
      closures: [ward, commune].map(({ id }) => ({ siteId: id, validTo: '2027-01-01' })),
      sites: [{ ...merged, parentId: province.id }],
      lineage: [ward, commune].map(({ id }) => ({
        fromSiteId: id,
        toSiteId: merged.id,
        kind: 'merged-into' as const,
        onDate: '2027-01-01',
      })),
    });
    await createSiteRepository(database(), untold).apply(reform);
  });

  it('by endpoint, site, subtree and level, minus exceptions', async () => {
    const { ward, lapThach, province, wardHall, communeHall } = place;
    const both = [wardHall.id, communeHall.id].toSorted();
    expect(await resolve([{ kind: 'level', levelId: 'commune' }])).to.deep.equal(both);
    expect(await resolve([{ kind: 'level', levelId: 'district' }])).to.deep.equal([]);
    expect(await resolve([{ kind: 'subtree', siteId: province.id }])).to.deep.equal(both);
    expect(await resolve([{ kind: 'site', siteId: province.id }])).to.deep.equal([]);
    expect(await resolve([{ kind: 'site', siteId: ward.id }])).to.deep.equal([wardHall.id]);
    expect(await resolve([{ kind: 'endpoint', endpointId: wardHall.id }])).to.deep.equal([wardHall.id]);
    const level = [{ kind: 'level', levelId: 'commune' }] as const;
    expect(await resolve(level, { except: [{ kind: 'subtree', siteId: lapThach.id }] })).to.deep.equal([
      wardHall.id,
    ]);
    expect(await resolve(level, { except: [{ kind: 'endpoint', endpointId: wardHall.id }] })).to.deep.equal([
      communeHall.id,
    ]);
  });

  it('by tags of endpoints, and by groups, each without its own exceptions', async () => {
    const { lapThach, wardHall, communeHall } = place;
    const both = [wardHall.id, communeHall.id].toSorted();
    await createEndpointRepository(database(), untold).change(wardHall, {
      tags: ['miền núi', 'có máy ghi hình'],
    });
    expect(await resolve([{ kind: 'tag', tag: 'miền núi' }])).to.deep.equal([wardHall.id]);
    expect(await resolve([{ kind: 'tag', tag: 'miền' }])).to.deep.equal([]);
    const lowland = {
      kind: 'group',
      include: [{ kind: 'level', levelId: 'commune' }],
      except: [{ kind: 'tag', tag: 'miền núi' }],
    } as const;
    expect(await resolve([lowland])).to.deep.equal([communeHall.id]);
    expect(await resolve([lowland, { kind: 'endpoint', endpointId: wardHall.id }])).to.deep.equal(both);
    expect(
      await resolve([lowland, lowland], { except: [{ kind: 'subtree', siteId: lapThach.id }] }),
    ).to.deep.equal([]);
    expect(await resolve([{ kind: 'level', levelId: 'commune' }], { except: [lowland] })).to.deep.equal([
      wardHall.id,
    ]);
  });

  it('stay inside the scope', async () => {
    const { ward, wardHall } = place;
    const level = [{ kind: 'level', levelId: 'commune' }] as const;
    expect(await resolve(level, { siteIds: [ward.id] })).to.deep.equal([wardHall.id]);
    expect(await resolve(level, { siteIds: [] })).to.deep.equal([]);
  });

  it('use the tree of the day: a merged unit is under its successor from that day on', async () => {
    const { ward, province, lapThach, wardHall, communeHall } = place;
    const both = [wardHall.id, communeHall.id].toSorted();
    const on = '2027-01-01';
    expect(await resolve([{ kind: 'site', siteId: merged.id }])).to.deep.equal([]);
    expect(await resolve([{ kind: 'site', siteId: merged.id }], { on })).to.deep.equal(both);
    expect(await resolve([{ kind: 'subtree', siteId: province.id }], { on })).to.deep.equal(both);
    expect(await resolve([{ kind: 'subtree', siteId: lapThach.id }], { on })).to.deep.equal([]);
    expect(await resolve([{ kind: 'site', siteId: ward.id }], { on })).to.deep.equal([]);
    expect(
      await resolve([{ kind: 'level', levelId: 'commune' }], { on, siteIds: [merged.id] }),
    ).to.deep.equal(both);
  });
});
