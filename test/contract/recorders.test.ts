import { expect } from 'chai';
import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { Clash } from '../../server/scheduling/planning/meeting-repository.ts';
import { setRecorderSlots } from '../../server/storage/bookings/recorders.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn } from '../support/storage/covered.ts';
import { hour, meeting, morning, populate } from './fixtures.ts';

onEachDatabase('Recorders', (database) => {
  const meetings = () => meetingsIn(database());
  let place: Awaited<ReturnType<typeof populate>>;
  /** Each test plans on its own day. */
  let day = morning;
  before(async () => {
    place = await populate(database());
  });
  beforeEach(async () => {
    day += 24 * hour;
    await setRecorderSlots(database(), 2);
  });

  const planned = (fromHour: number, given: Partial<MeetingWithInvitations> = {}): MeetingWithInvitations =>
    meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      startsAtMs: day + fromHour * hour,
      endsAtMs: day + (fromHour + 1) * hour,
      recorded: true,
      ...given,
    });
  const kept = async (work: Promise<unknown>): Promise<boolean> => {
    try {
      await work;
      return true;
    } catch (error) {
      if (error instanceof Clash) return false;
      throw error;
    }
  };
  const insert = (one: MeetingWithInvitations) => kept(meetings().insert(one));

  it('are held by recorded meetings only, and by as many at one time as there are recorders', async () => {
    const first = planned(0);
    expect(await insert(first)).to.equal(true);
    expect(await insert(planned(0.5))).to.equal(true);
    const third = planned(0);
    expect(await insert(third)).to.equal(false);
    expect(await meetings().byId(third.id)).to.equal(undefined);
    expect(await insert(planned(0, { recorded: false }))).to.equal(true);
    expect(await insert(planned(0, { state: 'draft' }))).to.equal(true);
    expect(await insert(planned(1.5))).to.equal(true);
    expect(await meetings().update(first, 1, { recorded: false }, morning)).to.equal(true);
    expect(await insert(third)).to.equal(true);
    expect(await kept(meetings().update(first, 2, { recorded: true }, morning))).to.equal(false);
    expect((await meetings().byId(first.id))?.recorded).to.equal(false);
  });

  it('are given to as many of a hundred concurrent writers as there are recorders', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => insert(planned(0))));
    expect(outcomes.filter(Boolean)).to.have.length(2);
  });

  it('stay booked when their number falls, and when it rises again', async () => {
    expect(await insert(planned(0))).to.equal(true);
    expect(await insert(planned(0))).to.equal(true);
    await setRecorderSlots(database(), 1);
    expect(await insert(planned(0))).to.equal(false);
    await setRecorderSlots(database(), 2);
    expect(await insert(planned(0))).to.equal(false);
    await setRecorderSlots(database(), 3);
    expect(await insert(planned(0))).to.equal(true);
  });

  it('never record a classified meeting, for any writer', async () => {
    const refused = await meetings()
      .insert(planned(0, { classification: 'classified' }))
      .catch((error: unknown) => error);
    expect(String(refused)).to.include('check constraint');
  });
});
