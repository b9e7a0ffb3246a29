import { expect } from 'chai';
import { pino } from 'pino';
import { createMeetingClock } from '../../server/scheduling/clock.ts';
import { createMeetingRepository } from '../../server/storage/meeting-repository.ts';
import { RememberedConferences } from '../support/rest-edge.ts';
import { onEachDatabase } from './databases.ts';
import { hour, inviting, meeting, morning, newRooms, populate } from './fixtures.ts';

const minute = 60_000;

onEachDatabase('Two clocks over one plan', (database) => {
  it('move each meeting once, however they race and however time jumps', async () => {
    const { province, secretary } = await populate(database());
    const meetings = createMeetingRepository(database());
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
      expect(moves.filter((line) => line.includes('time moved a meeting'))).to.have.length(
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
});
