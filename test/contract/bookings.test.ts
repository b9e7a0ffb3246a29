import { expect } from 'chai';
import type { Invitation, MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import { holdingStates } from '../../domain/schedule/holding.ts';
import { meetingState } from '../../protocol/rest/meetings/meetings.ts';
import { Clash } from '../../server/scheduling/planning/meeting-repository.ts';
import { createAvailabilityRepository } from '../../server/storage/repositories/availability-repository.ts';
import { execute } from '../support/storage/database.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn, seriesIn } from '../support/storage/covered.ts';
import { hour, inviting, meeting, morning, newRooms, populate } from './fixtures.ts';

const minute = 60_000;

/** Resolves to 'done' or 'clash'; rejects with any other error. */
const outcome = async (work: Promise<unknown>): Promise<'done' | 'clash'> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Clash) return 'clash';
    throw error;
  }
};

onEachDatabase('Bookings', (database) => {
  const meetings = () => meetingsIn(database());
  const held = (ids: readonly string[], fromMs: number, toMs: number) =>
    createAvailabilityRepository(database()).held(ids, fromMs, toMs);
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });

  const roomsMade = (count: number) => newRooms(database(), place.ward.id, count);
  const newRoom = async (): Promise<string> => {
    const [room] = await roomsMade(1);
    if (room === undefined) throw new Error('one room was asked for');
    return room;
  };
  const chairing = (): Invitation =>
    inviting('', { endpointId: null, accountId: place.secretary.id, role: 'chair' });
  const planned = (
    rooms: readonly string[],
    startsAtMs: number,
    given: Partial<MeetingWithInvitations> = {},
  ): MeetingWithInvitations =>
    meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      startsAtMs,
      endsAtMs: startsAtMs + hour,
      invitations: rooms.map((room) => inviting(room)),
      ...given,
    });
  const insert = async (...args: Parameters<typeof planned>): Promise<MeetingWithInvitations> => {
    const one = planned(...args);
    await meetings().insert(one);
    return one;
  };

  it('refuse a room that another meeting holds at the time, and leave nothing behind', async () => {
    const [a, b] = await roomsMade(2);
    if (a === undefined || b === undefined) throw new Error('two rooms were asked for');
    await insert([a], morning);
    const second = planned([b, a], morning + hour - 1);
    expect(await outcome(meetings().insert(second))).to.equal('clash');
    expect(await meetings().byId(second.id)).to.equal(undefined);
    expect(await held([b], morning, morning + 2 * hour)).to.deep.equal([]);
    // One begins where the other ends.
    await insert([a, b], morning + hour);
  });

  it('hold a room from before the start until after the end, by the margins', async () => {
    const room = await newRoom();
    const one = await insert([room], morning, { preparationMinutes: 15, clearingMinutes: 5 });
    const [booking] = await held([room], morning, morning + 1);
    expect(booking).to.deep.equal({
      resourceId: room,
      meetingId: one.id,
      title: one.title,
      siteId: one.siteId,
      fromMs: morning - 15 * minute,
      toMs: one.endsAtMs + 5 * minute,
    });
    expect(await outcome(meetings().insert(planned([room], one.endsAtMs + 5 * minute - 1)))).to.equal(
      'clash',
    );
    expect(await outcome(meetings().insert(planned([room], one.endsAtMs + 5 * minute)))).to.equal('done');
    expect(await held([room], morning - 2 * hour, morning - 15 * minute)).to.deep.equal([]);
  });

  it('are returned for many spans at once, without those in between, and the same busy time once for all', async () => {
    const [a, b] = await roomsMade(2);
    if (a === undefined || b === undefined) throw new Error('two rooms were asked for');
    const first = await insert([a], morning);
    await insert([a], morning + 2 * hour);
    const third = await insert([b], morning + 4 * hour);
    await insert([a], morning + 4.5 * hour, { overridesClashes: true });
    const availability = createAvailabilityRepository(database());
    const spans = [
      { fromMs: morning + 30 * minute, toMs: morning + 2 * hour },
      { fromMs: morning + 3 * hour, toMs: morning + 5 * hour },
    ];
    const against = (most: number, ...except: readonly string[]) =>
      availability.against(
        spans.map((span) => ({ ...span, resourceIds: [b, a] })),
        except,
        most,
      );
    expect(
      (await against(200)).map(({ occurrence, clashes, resourceId, fromMs }) => [
        occurrence,
        clashes,
        resourceId,
        (fromMs - morning) / hour,
      ]),
    ).to.deep.equal([
      [0, 1, a, 0],
      [1, 2, b, 4],
      [1, 2, a, 4.5],
    ]);
    // At least the first clash of each occurrence is listed, and all are counted.
    expect((await against(1)).map(({ occurrence, clashes }) => [occurrence, clashes])).to.deep.equal([
      [0, 1],
      [1, 2],
    ]);
    expect((await against(200, first.id)).map(({ occurrence }) => occurrence)).to.deep.equal([1, 1]);
    expect(await availability.against([], [], 200)).to.deep.equal([]);
    const busy = async (...except: readonly string[]) =>
      (await availability.busy([a, b], spans, except)).map(({ fromMs, toMs }) => [
        (fromMs - morning) / hour,
        (toMs - morning) / hour,
      ]);
    expect(await busy()).to.deep.equal([
      [0, 1],
      [4, 5.5],
    ]);
    expect(await busy(first.id, third.id)).to.deep.equal([[4.5, 5.5]]);
    expect(await availability.busy([], spans, [])).to.deep.equal([]);
  });

  it('exist in exactly these states', async () => {
    const holding: MeetingState[] = [];
    for (const state of meetingState.options) {
      const room = await newRoom();
      await insert([room], morning, { state });
      if ((await held([room], morning, morning + hour)).length > 0) holding.push(state);
    }
    expect(holding.toSorted()).to.deep.equal([...holdingStates].toSorted());
  });

  it('follow the meeting: moved, shortened, invited, withdrawn, scheduled, cancelled', async () => {
    const [a, b] = await roomsMade(2);
    if (a === undefined || b === undefined) throw new Error('two rooms were asked for');
    const standing = await insert([b], morning);
    const one = await insert([a], morning + 5 * hour, { state: 'draft' });
    const update = (version: number, changes: Parameters<ReturnType<typeof meetings>['update']>[2]) =>
      outcome(meetings().update(one, version, changes, morning));
    const of = async (room: string) =>
      (await held([room], morning - hour, morning + 9 * hour)).map(({ meetingId, fromMs }) => [
        meetingId,
        fromMs,
      ]);

    expect(await of(a)).to.deep.equal([]);
    expect(await update(1, { state: 'scheduled' })).to.equal('done');
    expect(await of(a)).to.deep.equal([[one.id, one.startsAtMs]]);
    const joined = inviting(b);
    expect(await outcome(meetings().addInvitations(one, 2, [joined], morning))).to.equal('done');
    expect(await of(b)).to.deep.equal([
      [standing.id, morning],
      [one.id, one.startsAtMs],
    ]);
    expect(await update(3, { startsAtMs: morning + minute, endsAtMs: morning + hour })).to.equal('clash');
    expect(await of(a)).to.deep.equal([[one.id, one.startsAtMs]]);
    expect(
      await outcome(seriesIn(database()).withdrawFromAll([{ ...one, version: 3 }], b, morning)),
    ).to.equal('done');
    expect(await update(4, { startsAtMs: morning + minute, endsAtMs: morning + hour })).to.equal('done');
    expect(await of(a)).to.deep.equal([[one.id, morning + minute]]);
    expect(await outcome(meetings().addInvitations(one, 5, [joined], morning))).to.equal('clash');
    expect(await update(5, { state: 'cancelled' })).to.equal('done');
    expect(await of(a)).to.deep.equal([]);
  });

  it('hold a chair once, and listeners any number of times', async () => {
    const [a, b, c] = await roomsMade(3);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three rooms were asked for');
    const later = morning + 300 * hour;
    const asked = (room: string, person: Invitation) =>
      planned([], later, { invitations: [inviting(room), person] });
    await meetings().insert(asked(a, chairing()));
    expect(await outcome(meetings().insert(asked(b, chairing())))).to.equal('clash');
    expect(await outcome(meetings().insert(asked(b, { ...chairing(), role: 'observer' })))).to.equal('done');
    expect(await outcome(meetings().insert(asked(c, { ...chairing(), role: 'observer' })))).to.equal('done');
  });

  it('of a participant that another conference sent stay with that conference', async () => {
    const [a, b] = await roomsMade(2);
    if (a === undefined || b === undefined) throw new Error('two rooms were asked for');
    await insert([a], morning, { state: 'live' });
    const other = await insert([b], morning, { state: 'live' });
    const sent = inviting(a, { transferred: true });
    expect(await outcome(meetings().addInvitations(other, 1, [sent], morning))).to.equal('done');
  });

  it('that override may clash, block no other meeting, and clash once the override is withdrawn', async () => {
    const room = await newRoom();
    await insert([room], morning);
    const urgent = await insert([room], morning, { overridesClashes: true });
    expect(await held([room], morning, morning + 1)).to.have.length(2);
    const back = meetings().update(urgent, 1, { overridesClashes: false }, morning);
    expect(await outcome(back)).to.equal('clash');
    expect(await meetings().byId(urgent.id)).to.deep.equal(urgent);
  });

  it('of one room by a hundred writers at once succeed once', async () => {
    const room = await newRoom();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        outcome(
          meetings().insert(planned([room], morning + index * minute, { endsAtMs: morning + 2 * hour })),
        ),
      ),
    );
    expect(outcomes.filter((each) => each === 'done')).to.have.length(1);
    expect(await held([room], morning, morning + 2 * hour)).to.have.length(1);
  });

  it('of many rooms in any order cause no deadlock', async () => {
    const rooms = await roomsMade(20);
    const turned = (by: number) => [...rooms.slice(by), ...rooms.slice(0, by)];
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        outcome(meetings().insert(planned(turned(index % 20), morning))),
      ),
    );
    expect(outcomes.filter((each) => each === 'done')).to.have.length(1);
  });

  it('are refused by the database itself, for any writer', async () => {
    const room = await newRoom();
    await insert([room], morning);
    const other = await insert([], morning);
    const written = execute(
      database(),
      `insert into booking values ('${other.id}', '${room}', tstzrange(to_timestamp(${morning / 1_000}), null), false)`,
    );
    const refusal = await written.then(
      () => 'written',
      (error: unknown) => String(error),
    );
    expect(refusal).to.include('booking_once');
  });
});
