import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { uplinkCosts } from '../../domain/media/budget.ts';
import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { Oversold } from '../../server/scheduling/planning/meeting-repository.ts';
import { setCapacity, setUplinkCosts } from '../../server/storage/bookings/capacity.ts';
import { createAvailabilityRepository } from '../../server/storage/repositories/availability-repository.ts';
import { createBridgeRepository } from '../../server/storage/repositories/bridge-repository.ts';
import { createEndpointRepository } from '../../server/storage/repositories/endpoint-repository.ts';
import { createUplinkRepository } from '../../server/storage/repositories/uplink-repository.ts';
import { onEachDatabase } from './databases.ts';
import { endpoint, hour, inviting, meeting, morning, populate } from './fixtures.ts';
import { meetingsIn } from '../support/storage/covered.ts';
import { untold } from '../support/storage/untold.ts';

const mega = 1_000_000;

onEachDatabase('Lines of units', (database) => {
  const meetings = () => meetingsIn(database());
  const uplinks = () => createUplinkRepository(database());
  const bridges = () => createBridgeRepository(database());
  const availability = () => createAvailabilityRepository(database());
  let place: Awaited<ReturnType<typeof populate>>;
  let day = 0;
  const at = (hours: number): number => morning + day * 24 * hour + hours * hour;

  before(async () => {
    place = await populate(database());
    await setCapacity(database(), 100_000, [{ pictures: 'large', packetsPerS: 1, moderatorPacketsPerS: 1 }]);
    await setUplinkCosts(database(), [
      { pictures: 'large', bps: 4 * mega, moderatorBps: 4 * mega },
      { pictures: 'small', bps: 2 * mega, moderatorBps: 2 * mega },
      { pictures: 'least', bps: mega, moderatorBps: mega },
    ]);
  });
  beforeEach(async () => {
    day += 1;
    for (const { siteId } of await uplinks().list(morning)) await uplinks().set(siteId, null, morning);
    await uplinks().set(place.phucYen.id, 10 * mega, morning);
  });

  /** New rooms at a unit. */
  const halls = async (siteId: string, count: number): Promise<readonly string[]> => {
    const made = Array.from({ length: count }, () => endpoint({ siteId }));
    await createEndpointRepository(database(), untold).insert(made);
    return made.map(({ id }) => id);
  };
  const planned = (
    endpointIds: readonly string[],
    from: number,
    given: Partial<MeetingWithInvitations> = {},
  ): MeetingWithInvitations =>
    meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      startsAtMs: at(from),
      endsAtMs: at(from + 1),
      invitations: endpointIds.map((endpointId) => inviting(endpointId)),
      ...given,
    });
  const kept = async (one: MeetingWithInvitations): Promise<readonly string[] | undefined> => {
    try {
      await meetings().insert(one);
      return undefined;
    } catch (error) {
      if (error instanceof Oversold) return error.fullUplinks;
      throw error;
    }
  };
  /** In Mbit/s, by the name of the unit. */
  const reserved = async (hours: number): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries(
      (await uplinks().list(at(hours))).map(({ name, reservedBps }) => [name, reservedBps / mega]),
    );
  const bridgeAt = async (siteId: string): Promise<string> => {
    const [id, code] = [uuid(), uuid()];
    await bridges().insert(
      { id, name: 'Máy chủ', siteId },
      { hash: code, expiresAtMs: morning },
      place.secretary.id,
    );
    await bridges().redeem(code, uuid(), morning - 1);
    return id;
  };

  it('carry each room below in the largest pictures that are left, and refuse what is too much', async () => {
    expect(await kept(planned(await halls(place.ward.id, 2), 0))).to.equal(undefined);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 8 });
    expect(await kept(planned(await halls(place.ward.id, 1), 0))).to.equal(undefined);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 10 });
    expect(await kept(planned(await halls(place.ward.id, 1), 0))).to.deep.equal(['Phúc Yên, Vĩnh Phúc']);
    expect(await kept(planned(await halls(place.ward.id, 1), 1))).to.equal(undefined);
    expect(await reserved(2)).to.deep.equal({ 'Phúc Yên': 0 });
  });

  it('carry nothing for rooms elsewhere', async () => {
    expect(await kept(planned(await halls(place.commune.id, 30), 0))).to.equal(undefined);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 0 });
  });

  it('are shared by the units below, each of which may have a line of its own', async () => {
    await uplinks().set(place.ward.id, 3 * mega, morning);
    expect(await kept(planned(await halls(place.ward.id, 2), 0))).to.equal(undefined);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 8, 'Phường Xuân Hoà': 2 });
    expect(await kept(planned(await halls(place.phucYen.id, 2), 0))).to.equal(undefined);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 10, 'Phường Xuân Hoà': 2 });
  });

  it('are crossed by the others where the unit has the bridge of the session', async () => {
    const bridgeId = await bridgeAt(place.phucYen.id);
    const rooms = [...(await halls(place.ward.id, 20)), ...(await halls(place.commune.id, 1))];
    expect(await kept(planned(rooms, 0, { siteId: place.ward.id }))).to.equal(undefined);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 4 });
    // The bridge of a session of another district is the same one, if there is no other below the province.
    const inviteeIds = await halls(place.ward.id, 3);
    const crossing = (holderSiteId: string | null) =>
      availability().crossings([{ holderSiteId, inviteeIds }]);
    expect(await crossing(place.province.id)).to.deep.equal([[]]);
    const all = [[{ siteId: place.phucYen.id, moderators: 0, others: 3 }]];
    expect(await crossing(place.lapThach.id)).to.deep.equal(all);
    expect(await crossing(null)).to.deep.equal(all);
    await bridges().remove(bridgeId);
    expect(await crossing(place.province.id)).to.deep.equal(all);
  });

  it('are asked beforehand: for the pictures, the full ones, and the times without room', async () => {
    const [first, second] = [await halls(place.ward.id, 2), await halls(place.ward.id, 3)];
    await meetings().insert(planned(first, 1));
    const [crossing] = await availability().crossings([
      { holderSiteId: place.province.id, inviteeIds: second },
    ]);
    const party = { moderators: 0, others: 3, crossing };
    const span = (from: number) => ({ fromMs: at(from), toMs: at(from + 1) });
    const ask = (from: number) => availability().pictures(party, span(from), undefined);
    expect([await ask(0), await ask(1)]).to.deep.equal(['small', null]);
    const full = (from: number) => availability().fullUplinks([{ ...party, ...span(from) }], []);
    expect([await full(0), await full(1)]).to.deep.equal([[], ['Phúc Yên, Vĩnh Phúc']]);
    expect(await availability().oversold(party, [{ fromMs: at(0), toMs: at(9) }], [])).to.deep.equal([
      span(1),
    ]);
  });

  it('keep a promise when the cap falls, and count earlier meetings when there is a new one', async () => {
    const promised = planned(await halls(place.ward.id, 2), 1);
    await meetings().insert(promised);
    await uplinks().set(place.phucYen.id, mega, morning);
    const change = (version: number, changes: Parameters<ReturnType<typeof meetings>['update']>[2]) =>
      meetings()
        .update(promised, version, changes, morning)
        .catch((error: unknown) => error);
    expect(await change(1, { state: 'live', openedAtMs: at(1) })).to.equal(true);
    expect(await change(2, { endsAtMs: at(3) })).to.be.instanceOf(Oversold);
    await uplinks().set(place.phucYen.id, null, morning);
    expect(await change(2, { endsAtMs: at(3) })).to.equal(true);
    await uplinks().set(place.phucYen.id, 5 * mega, morning);
    expect(await reserved(2)).to.deep.equal({ 'Phúc Yên': 4 });
    // What finds no room keeps its time.
    await uplinks().set(place.phucYen.id, null, morning);
    await uplinks().set(place.phucYen.id, mega, morning);
    expect(await reserved(2)).to.deep.equal({ 'Phúc Yên': 0 });
    await uplinks().set(place.phucYen.id, 2 * mega, morning);
    expect(await reserved(2)).to.deep.equal({ 'Phúc Yên': 2 });
  });

  it('let an emergency through without a reservation', async () => {
    const rooms = await halls(place.ward.id, 11);
    expect(await kept(planned(rooms, 0))).to.deep.equal(['Phúc Yên, Vĩnh Phúc']);
    expect(await kept(planned(rooms, 0, { emergency: true }))).to.equal(undefined);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 0 });
  });

  it('are not oversold to many writers at once', async () => {
    const rooms = await Promise.all(Array.from({ length: 14 }, () => halls(place.ward.id, 1)));
    const outcomes = await Promise.all(rooms.map((hall) => kept(planned(hall, 0))));
    // Two of 4, one of 2: nothing is left.
    expect(outcomes.filter((full) => full === undefined)).to.have.length(3);
    expect(await reserved(0.5)).to.deep.equal({ 'Phúc Yên': 10 });
  });
});

describe('the cost of one participant for a line', () => {
  it('falls with the pictures, and that of the wall with them', () => {
    const found = uplinkCosts({ camera: [150_000, 500_000, 1_500_000], screen: 2_500_000 }, 3);
    expect(found).to.deep.equal([
      // Five voices of 40 kbit/s, slides and both faces, and a fifth on top; or a page of 25 pictures.
      { pictures: 'large', bps: 4_440_000, moderatorBps: 4_740_000 },
      { pictures: 'small', bps: 864_000, moderatorBps: 864_000 },
      { pictures: 'least', bps: 540_000, moderatorBps: 540_000 },
    ]);
  });
});
