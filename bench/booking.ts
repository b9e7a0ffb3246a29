import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { MeetingWithInvitations } from '../domain/schedule/meeting.ts';
import { Clash } from '../server/scheduling/planning/meeting-repository.ts';
import { pictureCosts } from '../domain/media/budget.ts';
import { createAvailabilityRepository } from '../server/storage/repositories/availability-repository.ts';
import { setCapacity } from '../server/storage/bookings/capacity.ts';
import { postgresConnection } from '../server/storage/connection.ts';
import { openDatabase } from '../server/storage/database.ts';
import { launchPostgres } from '../test/support/storage/postgres.ts';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import type { Bar, Figure } from './report.ts';
import { count } from './support/count.ts';
import { atMost } from './support/figures.ts';
import { invitingByTag } from './support/inviting.ts';
import { meetingsIn } from '../test/support/storage/covered.ts';
import { fillProvince, firstDayMs, roomsOfMeeting } from './support/bookings.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const asked = 160;
const racing = 100;

/** Planning on PostgreSQL, against the same statements sent by hand over the bare driver. */
export const benchmark: Benchmark = {
  about: '10,000 meetings of 1,000 units: list, free/busy of 160 rooms, create (--meetings 10000 --rounds 5)',
  options: {
    meetings: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    /** Of each kind in a round. */
    calls: { type: 'string', default: '40' },
  },
  async run(values) {
    const parameters = z.object({ meetings: count, rounds: count, calls: count }).parse(values);
    const voidBecause = busyMachine();
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'diemcau-bench-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const postgres = stack.use(await launchPostgres());
    const url = await postgres.bareDatabase();
    const { database } = stack.use(await openDatabase({ url, folder, logger: pino({ level: 'silent' }) }));
    // Uses the server's planner settings, so the comparison shows what the server adds.
    const bare = new pg.Client(postgresConnection(url));
    await bare.connect();
    stack.defer(() => bare.end());
    const { siteId, accountId, rooms, days } = await fillProvince(bare, parameters.meetings);
    // The capacity of a dozen machines with two workers each: ten concurrent meetings, each with its
    // reservation, leave some free.
    await setCapacity(
      database,
      1_000_000,
      pictureCosts({ camera: [150_000, 500_000, 1_500_000], screen: 2_500_000 }, 3),
    );
    await bare.query(
      `insert into reservation (meeting_id, bridge_id, during, pictures, packets_per_s, moderators, others)
        select m.id, c.bridge_id, tstzrange(m.starts_at, m.ends_at), c.pictures, c.packets_per_s * 30, 0, 30
        from meeting m cross join picture_cost c where c.rank = 0`,
    );
    await bare.query('analyze');

    const meetings = meetingsIn(database);
    const availability = createAvailabilityRepository(database);
    const someRooms = (n: number): readonly string[] =>
      Array.from({ length: asked }, (_, index) => rooms[(n * 37 + index * 11) % rooms.length] ?? '');
    const week = (n: number) => firstDayMs + ((n * 7) % Math.max(1, days - 7)) * dayMs;
    /** A year later, without clashes. */
    const planned = (n: number, startsAtMs: number): MeetingWithInvitations => ({
      id: uuid(),
      title: 'Giao ban tuần',
      description: '',
      startsAtMs,
      endsAtMs: startsAtMs + hourMs,
      state: 'scheduled',
      classification: 'unclassified',
      admission: 'open',
      needsChair: false,
      chairOrder: [],
      siteId,
      preparationMinutes: 15,
      clearingMinutes: 5,
      overridesClashes: false,
      needsApproval: false,
      submittedByAccountId: null,
      returnReason: null,
      seriesId: null,
      occurrenceAtMs: null,
      departs: false,
      emergency: false,
      announced: true,
      openedAtMs: null,
      origin: null,
      cancelReason: null,
      recorded: false,
      agenda: [],
      version: 1,
      createdByAccountId: accountId,
      createdAtMs: firstDayMs,
      updatedAtMs: firstDayMs,
      invitations: roomsOfMeeting(rooms, n).map((endpointId) => ({
        id: uuid(),
        endpointId,
        accountId: null,
        role: 'delegate',
        transferred: false,
        delegates: [],
      })),
    });
    let later = 0;
    const freeTime = (): number => {
      later += 1;
      return firstDayMs + 400 * dayMs + later * 2 * hourMs;
    };

    const calls: Readonly<Record<string, readonly [ours: Call, byHand: Call]>> = {
      list_a_week: [
        (n) => meetings.list({ endsAfterMs: week(n), startsBeforeMs: week(n) + 7 * dayMs, limit: 200 }),
        (n) =>
          bare.query(
            'select * from meeting where ends_at > $1 and starts_at < $2 order by starts_at, id limit 200',
            [new Date(week(n)), new Date(week(n) + 7 * dayMs)],
          ),
      ],
      free_busy_of_160_rooms: [
        (n) => availability.held(someRooms(n), week(n), week(n) + 7 * dayMs),
        (n) =>
          bare.query(
            `select b.resource_id, b.during, m.id, m.title, m.site_id from unnest($1::uuid[]) asked(id)
              join booking b on b.resource_id = asked.id and b.during && tstzrange($2, $3) and not b.overrides
              join meeting m on m.id = b.meeting_id order by lower(b.during)`,
            [someRooms(n), new Date(week(n)), new Date(week(n) + 7 * dayMs)],
          ),
      ],
      create_with_check: [
        (n) => meetings.insert(planned(n, freeTime())),
        (n) => insertByHand(bare, planned(n, freeTime())),
      ],
    };

    const figures: Figure[] = [];
    for (const [name, [ours, byHand]] of Object.entries(calls)) {
      const times: { ours: number[]; byHand: number[] } = { ours: [], byHand: [] };
      for (let round = 0; round < parameters.rounds; round += 1) {
        // Each variant goes first equally often.
        const sides = [
          ['ours', ours],
          ['byHand', byHand],
        ] as const;
        for (const [side, call] of round % 2 === 0 ? sides : sides.toReversed()) {
          times[side].push(await p95(parameters.calls, (n) => call(round * parameters.calls + n)));
        }
      }
      const figure = (which: string, unit: string, samples: readonly number[], bar?: Bar): Figure => ({
        name: `${name}_${which}`,
        unit,
        samples,
        ...(bar && { bar }),
      });
      figures.push(
        figure('p95', 'ms', times.ours, atMost(50)),
        figure('by_hand_p95', 'ms', times.byHand),
        figure(
          'over_by_hand',
          'times',
          times.ours.map((ms, round) => ms / (times.byHand[round] ?? NaN)),
          atMost(2),
        ),
      );
    }
    // All rooms of a province in one action, invited to a meeting that books them at once.
    const tag = 'cấp xã';
    await bare.query('update endpoint set tags = array[$1] where id = any($2)', [tag, rooms.slice(0, asked)]);
    const invite = await invitingByTag(database, accountId, tag);
    const invitingTimes: number[] = [];
    for (let round = 0; round < parameters.rounds; round += 1) {
      const empty = Array.from({ length: parameters.calls }, () => ({
        ...planned(0, freeTime()),
        invitations: [],
      }));
      for (const meeting of empty) await meetings.insert(meeting);
      const call = async (n: number): Promise<void> => {
        const invited = await invite(empty[n]?.id ?? '');
        if (invited !== asked) throw new Error(`${invited} rooms were invited instead of ${asked}`);
      };
      invitingTimes.push(await p95(parameters.calls, call));
    }
    figures.push({
      name: 'invite_160_rooms_by_selection_p95',
      unit: 'ms',
      samples: invitingTimes,
      bar: atMost(300),
    });
    const winners: number[] = [];
    for (let round = 0; round < parameters.rounds; round += 1) {
      const at = freeTime();
      const outcomes = await Promise.all(
        Array.from({ length: racing }, () => won(meetings.insert(planned(1, at)))),
      );
      winners.push(outcomes.filter(Boolean).length);
    }
    figures.push(
      {
        name: 'winners_of_100_racing',
        unit: 'meetings',
        samples: winners,
        bar: { of: 'max', sign: '<=', value: 1 },
      },
      {
        name: 'winners_at_least',
        unit: 'meetings',
        samples: winners,
        bar: { of: 'min', sign: '>=', value: 1 },
      },
    );
    return { parameters, voidBecause, figures };
  },
};

type Call = (n: number) => Promise<unknown>;

async function p95(calls: number, call: Call): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const begunMs = performance.now();
    await call(n);
    times.push(performance.now() - begunMs);
  }
  return percentile(times, 95);
}

async function won(insert: Promise<void>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (error instanceof Clash) return false;
    throw error;
  }
}

/**
 * The minimum with the same effect: one transaction, with one statement each for the meeting, its invitations,
 * its bookings and its reservation.
 */
async function insertByHand(client: pg.Client, meeting: MeetingWithInvitations): Promise<void> {
  const { id, title, siteId, createdByAccountId, startsAtMs, endsAtMs, invitations } = meeting;
  await client.query('begin');
  await client.query(
    `insert into meeting (id, title, description, starts_at, ends_at, state, classification, admission, site_id, agenda, version,
      created_by, created_at, updated_at, preparation_minutes, clearing_minutes)
      values ($1, $2, '', $3, $4, 'scheduled', 'unclassified', 'open', $5, '[]', 1, $6, now(), now(), 15, 5)`,
    [id, title, new Date(startsAtMs), new Date(endsAtMs), siteId, createdByAccountId],
  );
  const rooms = invitations.map(({ endpointId }) => endpointId);
  await client.query(
    `insert into invitation (id, meeting_id, endpoint_id, role)
      select invitation, $2, room, 'delegate' from unnest($1::uuid[], $3::uuid[]) as t(invitation, room)`,
    [invitations.map((invitation) => invitation.id), id, rooms],
  );
  await client.query(
    `insert into booking select $1, room, tstzrange($2, $3), false from unnest($4::uuid[]) room`,
    [id, new Date(startsAtMs - 900_000), new Date(endsAtMs + 300_000), rooms],
  );
  await client.query(
    `insert into reservation (meeting_id, bridge_id, during, pictures, packets_per_s, moderators, others)
      select $1, b.id, tstzrange($2, $3), c.pictures, c.packets_per_s * $4::integer, 0, $4
      from bridge b join picture_cost c on c.bridge_id = b.id
      where c.packets_per_s * $4 + reserved_peak(b.id, tstzrange($2, $3), '{}') <= b.packets_per_s
      order by c.rank limit 1`,
    [id, new Date(startsAtMs - 900_000), new Date(endsAtMs + 300_000), rooms.length],
  );
  await client.query('commit');
}
