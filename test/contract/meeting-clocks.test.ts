import { expect } from 'chai';
import { pino } from 'pino';
import { createMeetingClock } from '../../server/scheduling/lifecycle/clock.ts';
import { createApplyPlan } from '../../server/scheduling/planning/apply-plan.ts';
import { createSeriesRepository } from '../../server/storage/repositories/series-repository.ts';
import { createMeetingRepository } from '../../server/storage/repositories/meeting-repository.ts';
import { setCapacity } from '../../server/storage/bookings/capacity.ts';
import { RememberedConferences } from '../support/conference/remembered-conferences.ts';
import { onEachDatabase } from './databases.ts';
import { hour, inviting, meeting, morning, newRooms, populate } from './fixtures.ts';
import { covered } from '../support/storage/covered.ts';
import { untold } from '../support/storage/untold.ts';

const minute = 60_000;

onEachDatabase('Two server clocks on one database', (database) => {
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });
  const plans = () => ({
    meetings: createMeetingRepository(database(), untold),
    series: createSeriesRepository(database(), untold),
  });

  it('move each meeting once, for any race and any jump of time', async () => {
    const { province, secretary } = place;
    const meetings = createMeetingRepository(database(), untold);
    const rooms = await newRooms(database(), province.id, 6);
    const planned = rooms.map((room) =>
      meeting({
        siteId: province.id,
        createdByAccountId: secretary.id,
        classification: 'unclassified',
        endsAtMs: morning + hour,
        invitations: [inviting(room)],
      }),
    );
    for (const each of planned) await meetings.insert(each);

    let now = morning - 3 * hour;
    const moves: string[] = [];
    const logger = pino(
      { level: 'info', base: null, timestamp: false },
      { write: (line: string) => moves.push(line) },
    );
    const clocks = [1, 2].map(() =>
      createMeetingClock({
        meetings,
        applyPlan: createApplyPlan({ ...plans(), now: () => now }),
        runner: new RememberedConferences(),
        limits: {
          rehearsalBeforeMs: 60 * minute,
          opensBeforeStartMs: 15 * minute,
          endsAfterGraceMs: 30 * minute,
        },
        logger,
        now: () => now,
      }),
    );
    const at = async (ms: number): Promise<void> => {
      now = ms;
      for (let round = 0; round < 3; round += 1) await Promise.all(clocks.map((clock) => clock.tick()));
    };
    const stand = async (state: string, version: number, moved: number): Promise<void> => {
      for (const { id } of planned) expect(await meetings.byId(id)).to.include({ state, version });
      expect(moves.filter((line) => line.includes('meeting state changed by schedule'))).to.have.length(
        planned.length * moved,
      );
    };

    await at(morning - 2 * hour);
    await stand('scheduled', 1, 0);
    await at(morning - 30 * minute);
    await stand('rehearsal-open', 2, 1);
    await at(morning - 10 * hour);
    await stand('rehearsal-open', 2, 1);
    await at(morning);
    await stand('live', 3, 2);
    await at(morning - 30 * minute);
    await stand('live', 3, 2);
    await at(morning + 10 * hour);
    await stand('ended', 4, 3);
    await at(morning);
    await stand('ended', 4, 3);
  });

  it('open a meeting early only where the media workers have capacity until its start', async () => {
    const { province, secretary } = place;
    const meetings = createMeetingRepository(database(), untold);
    await setCapacity(database(), 100, [{ pictures: 'least', packetsPerS: 100, moderatorPacketsPerS: 100 }]);
    const day = 48 * hour;
    const [first, second] = (await newRooms(database(), province.id, 2)).map((room, index) =>
      meeting({
        siteId: province.id,
        createdByAccountId: secretary.id,
        classification: 'unclassified',
        startsAtMs: morning + day + index * hour,
        endsAtMs: morning + day + (index + 1) * hour,
        invitations: [inviting(room)],
      }),
    );
    if (!first || !second) throw new Error('two meetings were planned');
    for (const each of [first, second]) await meetings.insert(each);
    let now = 0;
    const clock = createMeetingClock({
      meetings,
      applyPlan: createApplyPlan({ ...plans(), now: () => now }),
      runner: new RememberedConferences(),
      limits: { rehearsalBeforeMs: 0, opensBeforeStartMs: 15 * minute, endsAfterGraceMs: 30 * minute },
      logger: pino({ level: 'silent' }),
      now: () => now,
    });
    const states = async (ms: number) => {
      now = ms;
      await clock.tick();
      return Promise.all([first, second].map(async ({ id }) => (await meetings.byId(id))?.state));
    };
    expect(await states(first.startsAtMs - 10 * minute)).to.deep.equal(['live', 'scheduled']);
    expect(await states(second.startsAtMs - 10 * minute)).to.deep.equal(['live', 'scheduled']);
    // A meeting that ends early frees its capacity.
    const opened = await meetings.byId(first.id);
    await meetings.update(covered(opened ?? first), { state: 'ended' }, { atMs: now });
    expect(await states(second.startsAtMs - 9 * minute)).to.deep.equal(['ended', 'live']);
  });
});
