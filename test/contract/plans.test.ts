import { expect } from 'chai';
import { fillProvince, firstDayMs } from '../../bench/support/bookings.ts';
import { createAvailabilityRepository } from '../../server/storage/repositories/availability-repository.ts';
import { startPostgres } from '../support/storage/database.ts';
import { type Explained, explaining } from '../support/storage/explain.ts';
import { meetingsIn } from '../support/storage/covered.ts';
import { hour, inviting, meeting } from './fixtures.ts';

const week = 7 * 24 * hour;
const mondays = Array.from({ length: 52 }, (_, n) => {
  const fromMs = firstDayMs + n * week;
  return { fromMs, toMs: fromMs + 2 * hour };
});

/** Only on PostgreSQL, which provinces use; PGlite has the same planner. */
describe('A plan of ten thousand meetings', function () {
  this.timeout(120_000);
  let open: Explained;
  let filled: Awaited<ReturnType<typeof fillProvince>>;
  before(async () => {
    open = await explaining(await (await startPostgres()).freshDatabase());
    filled = await fillProvince(open.client, 10_000);
  });
  after(() => open[Symbol.asyncDispose]());
  const meetings = () => meetingsIn(open.database);

  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    'a week of a subtree': () =>
      meetings().list({
        siteIds: filled.siteIds.slice(0, 20),
        endsAfterMs: firstDayMs + 2 * week,
        startsBeforeMs: firstDayMs + 3 * week,
        limit: 200,
      }),
    'a week of all': () =>
      meetings().list({
        endsAfterMs: firstDayMs + 2 * week,
        startsBeforeMs: firstDayMs + 3 * week,
        limit: 200,
      }),
    'the next page of a subtree’s plan': () =>
      meetings().list({
        siteIds: filled.siteIds.slice(0, 20),
        after: [firstDayMs + 2 * week, filled.siteId],
        limit: 50,
      }),
    'what is on its way to approval': () =>
      meetings().list({ pendingApproval: true, endsAfterMs: firstDayMs, limit: 200 }),
    'what 160 rooms are held by in a week': () =>
      createAvailabilityRepository(open.database).held(
        filled.rooms.slice(0, 160),
        firstDayMs,
        firstDayMs + week,
      ),
    'the clashes of 160 rooms at a year of Mondays': () =>
      createAvailabilityRepository(open.database).against(
        mondays.map((span) => ({ ...span, resourceIds: filled.rooms.slice(0, 160) })),
        [],
        200,
      ),
    'how many recorders are free on a year of Mondays': () =>
      createAvailabilityRepository(open.database).freeRecorders(mondays, []),
    'when each recorder is busy on a year of Mondays': () =>
      createAvailabilityRepository(open.database).busyRecorders(mondays, []),
    'when 160 rooms are busy on a year of Mondays': () =>
      createAvailabilityRepository(open.database).busy(filled.rooms.slice(0, 160), mondays, []),
    'the meetings of a room': () => meetings().list({ invitedEndpointId: filled.rooms[0] ?? '', limit: 50 }),
    'the meetings of an account': () => meetings().list({ invitedAccountId: filled.accountId, limit: 50 }),
    'a new meeting of 30 rooms, none of which clashes': () =>
      meetings().insert(
        meeting({
          siteId: filled.siteId,
          createdByAccountId: filled.accountId,
          invitations: filled.rooms.slice(0, 30).map((room) => inviting(room)),
        }),
      ),
  };
  for (const [question, ask] of Object.entries(asked)) {
    it(`is never read whole for ${question}`, async () => {
      expect(await open.readWhole(['meeting', 'booking', 'invitation'], ask)).to.deep.equal([]);
    });
  }
});
