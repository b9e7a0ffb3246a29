import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { RetimedMeeting } from '../../../server/scheduling/series/series-repository.ts';
import { Clash, Oversold } from '../../../server/scheduling/planning/meeting-repository.ts';
import { ownBridge, setCapacity } from '../../../server/storage/bookings/capacity.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { meetingsIn, seriesIn } from './covered.ts';
import { hour, inviting, meeting, morning, newRooms, populate } from '../../contract/fixtures.ts';

const fewRooms = 4;
const hours = 6;
/**
 * Enough for three of four rooms at a time, so that some writers are refused for lack of a room, and some for
 * lack of capacity.
 */
const packetsPerS = 300;
const cost = { pictures: 'least', packetsPerS: 100, moderatorPacketsPerS: 100 } as const;

export interface Operation {
  readonly outcome: 'kept' | 'clash' | 'oversold' | 'deadlock';
  readonly ms: number;
}

/** A meeting of a writer, and the room that it invited first. */
type Own = RetimedMeeting & { version: number; readonly room: string };

/** Pseudo-random numbers, the same in every run (Lehmer). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01';

/**
 * Runs `writers` concurrent writers that create, move, invite to, withdraw from and cancel their own
 * meetings, over few rooms and hours of an empty database. Each continues while `goesOn` returns true for its
 * number of operations.
 * @throws Error for any outcome except success, a clash or a deadlock
 */
export async function bookAtOnce(
  database: Database,
  writers: number,
  goesOn: (operations: number) => boolean,
): Promise<readonly Operation[]> {
  const { province, secretary } = await populate(database);
  const meetings = meetingsIn(database);
  const series = seriesIn(database);
  const rooms = await newRooms(database, province.id, fewRooms);
  await setCapacity(database, packetsPerS, [cost]);
  const done: Operation[] = [];

  /** Whether the change was stored. */
  const attempt = async (change: () => Promise<unknown>): Promise<boolean> => {
    const begunMs = performance.now();
    const end = (outcome: Operation['outcome']) => done.push({ outcome, ms: performance.now() - begunMs });
    try {
      if ((await change()) === false) throw new Error('a version was taken by somebody else');
      end('kept');
      return true;
    } catch (error) {
      if (error instanceof Oversold) end('oversold');
      else if (error instanceof Clash) end('clash');
      else if (isDeadlock(error)) end('deadlock');
      else throw error;
      return false;
    }
  };

  const write = async (seed: number): Promise<void> => {
    const random = numbersFrom(seed + 1);
    const own: Own[] = [];
    for (let n = 0; goesOn(n); n += 1) {
      const startsAtMs = morning + random(hours) * hour;
      const times = { startsAtMs, endsAtMs: startsAtMs + hour };
      const room = rooms[random(fewRooms)] ?? '';
      const invitations = [inviting(room)];
      const one = own[random(Math.max(1, own.length))];
      const kind = one && (['create', 'move', 'invite', 'withdraw', 'cancel'] as const)[random(5)];
      if (one === undefined || kind === undefined || kind === 'create') {
        const id = uuid();
        const planned = { id, ...times, siteId: province.id, createdByAccountId: secretary.id, invitations };
        if (await attempt(() => meetings.insert(meeting(planned))))
          own.push({ ...planned, version: 1, room });
        continue;
      }
      const { version } = one;
      const changes = {
        move: () => meetings.update(one, version, times, morning),
        invite: () => meetings.addInvitations(one, version, invitations, morning),
        withdraw: () => series.withdrawFromAll([one], one.room, morning),
        cancel: () => meetings.update(one, version, { state: 'cancelled' }, morning),
      };
      if (!(await attempt(changes[kind]))) continue;
      one.version += 1;
      if (kind === 'move') Object.assign(one, times);
      if (kind === 'cancel') own.splice(own.indexOf(one), 1);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, seed) => write(seed)));
  return done;
}

/** The packets a second that are sold beyond the capacity at the worst moment. */
export async function soldBeyond(database: Database): Promise<number> {
  const { rows } = await sql<{ peak: number }>`
    select reserved_peak(${ownBridge}, '(,)'::tstzrange, '{}') as peak
  `.execute(database);
  return Math.max(0, (rows[0]?.peak ?? NaN) - packetsPerS);
}

/** The rooms that two meetings hold at the same time. */
export async function heldTwice(database: Database): Promise<readonly string[]> {
  const twice = await database
    .selectFrom('booking as a')
    .innerJoin('booking as b', 'b.resourceId', 'a.resourceId')
    .whereRef('a.during', '&&', 'b.during')
    .whereRef('a.meetingId', '<', 'b.meetingId')
    .select('a.resourceId')
    .distinct()
    .execute();
  return twice.map(({ resourceId }) => resourceId);
}
