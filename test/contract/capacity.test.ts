import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { pictureCosts } from '../../domain/media/budget.ts';
import { Oversold } from '../../server/scheduling/planning/meeting-repository.ts';
import { createAvailabilityRepository } from '../../server/storage/repositories/availability-repository.ts';
import { setCapacity } from '../../server/storage/bookings/capacity.ts';
import { createEndpointRepository } from '../../server/storage/repositories/endpoint-repository.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn } from '../support/storage/covered.ts';
import { endpoint, hour, meeting, morning, populate } from './fixtures.ts';
import { untold } from '../support/storage/untold.ts';

const costs = [
  { pictures: 'large', packetsPerS: 400, moderatorPacketsPerS: 1_000 },
  { pictures: 'small', packetsPerS: 300, moderatorPacketsPerS: 1_000 },
  { pictures: 'least', packetsPerS: 100, moderatorPacketsPerS: 1_000 },
] as const;

onEachDatabase('Capacity', (database) => {
  const meetings = () => meetingsIn(database());
  const availability = () => createAvailabilityRepository(database());
  const pictures = (others: number, fromMs: number, toMs: number, except?: string, moderators = 0) =>
    availability().pictures({ moderators, others }, { fromMs, toMs }, except);
  let place: Awaited<ReturnType<typeof populate>>;
  let day = 0;
  before(async () => {
    place = await populate(database());
  });
  beforeEach(async () => {
    day += 1;
    await setCapacity(database(), 4_000, costs);
  });

  /** A meeting of new rooms, the given number of them, on the test's own day. */
  const planned = async (
    rooms: number,
    from: number,
    given: Partial<MeetingWithInvitations> = {},
  ): Promise<MeetingWithInvitations> => {
    const halls = Array.from({ length: rooms }, () => endpoint({ siteId: place.ward.id }));
    await createEndpointRepository(database(), untold).insert(halls);
    return meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      startsAtMs: at(from),
      endsAtMs: at(from + 1),
      invitations: halls.map(({ id }) => ({
        id: uuid(),
        endpointId: id,
        accountId: null,
        role: 'delegate',
        transferred: false,
        delegates: [],
      })),
      ...given,
    });
  };
  const at = (hours: number): number => morning + day * 24 * hour + hours * hour;
  const kept = async (one: MeetingWithInvitations): Promise<boolean> => {
    try {
      await meetings().insert(one);
      return true;
    } catch (error) {
      if (error instanceof Oversold) return false;
      throw error;
    }
  };
  const seen = (rooms: number, from: number, except?: string) =>
    pictures(rooms, at(from), at(from + 1), except);

  it('gives each meeting the largest pictures that are left, down to none', async () => {
    expect(await seen(10, 0)).to.equal('large');
    expect(await kept(await planned(5, 0))).to.equal(true);
    expect(await seen(5, 0)).to.equal('large');
    expect(await seen(6, 0)).to.equal('small');
    expect(await seen(20, 0)).to.equal('least');
    expect(await seen(21, 0)).to.equal(null);
    expect(await kept(await planned(6, 0))).to.equal(true);
    expect(await seen(2, 0)).to.equal('least');
    expect(await kept(await planned(3, 0))).to.equal(false);
    expect(await kept(await planned(2, 0))).to.equal(true);
    expect(await seen(1, 0)).to.equal(null);
  });

  it('counts only meetings at the same time: one after the other take nothing from each other', async () => {
    expect(await kept(await planned(10, 0))).to.equal(true);
    expect(await kept(await planned(10, 1))).to.equal(true);
    expect(await seen(10, 2)).to.equal('large');
    expect(await pictures(1, at(0), at(2))).to.equal(null);
    expect(await kept(await planned(1, 0, { endsAtMs: at(3) }))).to.equal(false);
  });

  it('is released with the meeting, and checked again when it grows, moves or is extended', async () => {
    const whole = await planned(10, 0);
    const other = await planned(10, 1);
    await meetings().insert(whole);
    await meetings().insert(other);
    expect(await seen(10, 0, whole.id)).to.equal('large');
    const longer = await meetings()
      .update(whole, 1, { endsAtMs: at(1.5) }, morning)
      .catch((error: unknown) => error);
    expect(longer).to.be.instanceOf(Oversold);
    expect(await meetings().update(whole, 1, { state: 'cancelled' }, morning)).to.equal(true);
    expect(await seen(10, 0)).to.equal('large');
    expect(await meetings().update(other, 1, { startsAtMs: at(0), endsAtMs: at(1) }, morning)).to.equal(true);
    expect(await seen(1, 0)).to.equal(null);
    expect(await seen(1, 1)).to.equal('large');
  });

  it('is reduced more by moderators, who also look at the wall', async () => {
    expect(await pictures(5, at(0), at(1), undefined, 2)).to.equal('large');
    expect(await pictures(6, at(0), at(1), undefined, 2)).to.equal('small');
    const led = await planned(5, 0);
    const [hall, ...halls] = led.invitations;
    if (!hall) throw new Error('the meeting invites nobody');
    await meetings().insert({ ...led, invitations: [{ ...hall, role: 'chair' }, ...halls] });
    // 4,000 less 1,000 for the chair and 4 × 400.
    expect(await seen(3, 0)).to.equal('large');
    expect(await seen(4, 0)).to.equal('small');
    expect(await seen(14, 0)).to.equal('least');
    expect(await seen(15, 0)).to.equal(null);
  });

  it('is checked for an early opening, which is refused where others hold it until then', async () => {
    const before = await planned(10, 0);
    const after = await planned(10, 1);
    for (const each of [before, after]) await meetings().insert(each);
    const open = (openedAtMs: number) =>
      meetings()
        .update(after, 1, { state: 'live', openedAtMs }, morning)
        .catch((error: unknown) => error);
    expect(await open(at(0.75))).to.be.instanceOf(Oversold);
    expect(await meetings().byId(after.id)).to.include({ state: 'scheduled', version: 1, openedAtMs: null });
    expect(await open(at(1))).to.equal(true);
    expect(await seen(1, 0.5)).to.equal(null);
  });

  it('is held from an early opening on', async () => {
    const early = await planned(10, 2);
    await meetings().insert(early);
    expect(await seen(10, 1)).to.equal('large');
    await meetings().update(early, 1, { state: 'live', openedAtMs: at(1.5) }, morning);
    expect(await seen(1, 1)).to.equal(null);
    expect(await pictures(10, at(1), at(1.5))).to.equal('large');
  });

  it('keeps a promise when the bridge’s capacity shrinks', async () => {
    const promised = await planned(10, 1);
    await meetings().insert(promised);
    await setCapacity(database(), 500, costs);
    const change = (version: number, changes: Parameters<ReturnType<typeof meetings>['update']>[2]) =>
      meetings()
        .update(promised, version, changes, morning)
        .catch((error: unknown) => error);
    expect(await change(1, { state: 'live', openedAtMs: at(1) })).to.equal(true);
    expect(await change(2, { endsAtMs: at(3) })).to.be.instanceOf(Oversold);
    expect(await change(2, { title: 'Giao ban, rút gọn', endsAtMs: at(1.5) })).to.equal(true);
  });

  it('is returned for each of many times at once, beside the reservations of others', async () => {
    const whole = await planned(10, 0);
    const half = await planned(5, 1);
    const fifth = await planned(2, 1);
    for (const each of [whole, half, fifth]) expect(await kept(each)).to.equal(true);
    const hours = [0, 1, 2, 0.5, 30].map((from) => ({
      moderators: 0,
      others: 8,
      fromMs: at(from),
      toMs: at(from + 1),
    }));
    const ask = (...except: readonly string[]) => availability().picturesOfEach(hours, except);
    expect(await ask()).to.deep.equal([null, 'least', 'large', null, 'large']);
    expect(await ask(whole.id)).to.deep.equal(['large', 'least', 'large', 'least', 'large']);
    expect(await ask(whole.id, half.id)).to.deep.equal(['large', 'large', 'large', 'large', 'large']);
  });

  it('is reported by the times at which none is left', async () => {
    const whole = await planned(10, 1);
    const half = await planned(5, 2);
    const small = await planned(2, 2.5);
    for (const each of [whole, half, small]) expect(await kept(each)).to.equal(true);
    const during = [{ fromMs: at(0), toMs: at(9) }];
    const full = async (rooms: number, spans = during, ...except: readonly string[]) =>
      (await availability().oversold({ moderators: 0, others: rooms }, spans, except)).map(
        ({ fromMs, toMs }) => [(fromMs - at(0)) / hour, (toMs - at(0)) / hour],
      );
    expect(await full(1)).to.deep.equal([[1, 2]]);
    expect(await full(33)).to.deep.equal([[1, 3.5]]);
    expect(await full(13)).to.deep.equal([
      [1, 2],
      [2.5, 3],
    ]);
    expect(await full(33, during, whole.id)).to.deep.equal([[2, 3.5]]);
    expect(await full(40, during, whole.id, half.id, small.id)).to.deep.equal([]);
    // More than the workers can carry at any time.
    expect(await full(41, during, whole.id, half.id, small.id)).to.deep.equal([[0, 9]]);
    const apart = [
      { fromMs: at(0), toMs: at(1) },
      { fromMs: at(3), toMs: at(9) },
    ];
    expect(await full(33, apart)).to.deep.equal([[2.5, 3.5]]);
  });

  it('is not oversold to many writers at once', async () => {
    const wishes = await Promise.all(Array.from({ length: 12 }, () => planned(8, 0)));
    const outcomes = await Promise.all(wishes.map(kept));
    // 8 × 400 leave 800 for 8 × 100, then nothing is left.
    expect(outcomes.filter(Boolean)).to.have.length(2);
  });
});

describe('the cost of one participant for a worker', () => {
  it('falls with the pictures, down to the minimum for admission', () => {
    const found = pictureCosts({ camera: [150_000, 500_000, 1_500_000], screen: 2_500_000 }, 3);
    expect(found.map(({ pictures }) => pictures)).to.deep.equal(['large', 'small', 'least']);
    // Five voices, with slides at 285 packets and both faces at 57, then slides at 25 and both faces at 25;
    // then two voices and a face beside slides.
    expect(found.map(({ packetsPerS }) => packetsPerS)).to.deep.equal([649, 325, 150]);
    // Five voices of 50 packets, and a page of 25 pictures of 25 a second.
    expect(found.map(({ moderatorPacketsPerS }) => moderatorPacketsPerS)).to.deep.equal([875, 875, 875]);
  });
});
