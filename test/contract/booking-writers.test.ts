import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { Clash } from '../../server/scheduling/meeting-repository.ts';
import { createMeetingRepository } from '../../server/storage/meeting-repository.ts';
import { onEachDatabase } from './databases.ts';
import { hour, inviting, meeting, morning, newRooms, populate } from './fixtures.ts';

const writers = 20;
const operationsEach = 12;

/** Numbers that look random and are the same in every run (Lehmer). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

onEachDatabase('Twenty who book at once', (database) => {
  it('over few rooms never lock each other out, lose no booking, and give no room twice', async () => {
    const { province, secretary } = await populate(database());
    const meetings = createMeetingRepository(database());
    const rooms = await newRooms(database(), province.id, 4);
    const room = (n: number): string => rooms[n] ?? '';
    let refused = 0;
    let kept = 0;

    /** Whether it was kept; a clash is an answer, and anything else fails the test. */
    const attempt = async (change: Promise<unknown>): Promise<boolean> => {
      try {
        if ((await change) === false) throw new Error('a version was taken by somebody else');
        kept += 1;
        return true;
      } catch (error) {
        if (!(error instanceof Clash)) throw error;
        refused += 1;
        return false;
      }
    };

    const write = async (seed: number): Promise<void> => {
      const random = numbersFrom(seed + 1);
      const own: { readonly id: string; version: number }[] = [];
      for (let n = 0; n < operationsEach; n += 1) {
        const startsAtMs = morning + random(6) * hour;
        const times = { startsAtMs, endsAtMs: startsAtMs + hour };
        const one = own[random(Math.max(1, own.length))];
        const kind =
          one === undefined ? 'create' : (['create', 'move', 'invite', 'cancel'] as const)[random(4)];
        if (one === undefined || kind === 'create') {
          const planned = meeting({
            ...times,
            siteId: province.id,
            createdByAccountId: secretary.id,
            invitations: [inviting(room(random(4)))],
          });
          if (await attempt(meetings.insert(planned))) own.push({ id: planned.id, version: 1 });
          continue;
        }
        const { id, version } = one;
        const invitation = { ...inviting(room(random(4))), id: uuid() };
        const change =
          kind === 'move'
            ? meetings.update(id, version, times, morning)
            : kind === 'invite'
              ? meetings.addInvitations(id, version, [invitation], morning)
              : meetings.update(id, version, { state: 'cancelled' }, morning);
        if (await attempt(change)) one.version += 1;
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, seed) => write(seed)));

    expect(kept + refused).to.equal(writers * operationsEach);
    expect(refused).to.be.above(0);
    const twice = await database()
      .selectFrom('booking as a')
      .innerJoin('booking as b', 'b.resourceId', 'a.resourceId')
      .whereRef('a.during', '&&', 'b.during')
      .whereRef('a.meetingId', '<', 'b.meetingId')
      .select('a.resourceId')
      .execute();
    expect(twice).to.deep.equal([]);
    // Every meeting that stands holds each of its rooms, and one that is cancelled holds none.
    const invited = await database()
      .selectFrom('meeting as m')
      .innerJoin('invitation as i', 'i.meetingId', 'm.id')
      .leftJoin('booking as b', (join) =>
        join.onRef('b.meetingId', '=', 'm.id').onRef('b.resourceId', '=', 'i.endpointId'),
      )
      .select(['m.state', 'b.meetingId as heldBy'])
      .execute();
    expect(
      invited.filter(({ state, heldBy }) => (state === 'scheduled') !== (heldBy !== null)),
    ).to.deep.equal([]);
  });
});
