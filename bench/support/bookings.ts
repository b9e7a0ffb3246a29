import { v7 as uuid } from 'uuid';

/** Monday 4 January 2027, 7:00 in Vietnam. */
export const firstDayMs = Date.UTC(2027, 0, 4);
const dayMs = 86_400_000;
const units = 1_000;
const roomsAUnit = 3;
const roomsAMeeting = 30;
const meetingsAtATime = 10;
/** 8:00, 10:00, 14:00 and 16:00 in Vietnam. */
const slotsMs = [1, 3, 7, 9].map((hours) => hours * 3_600_000);

/** The rooms of the nth meeting, thirty of all; ten consecutive meetings share none. */
export const roomsOfMeeting = (rooms: readonly string[], n: number): readonly string[] =>
  Array.from(
    { length: roomsAMeeting },
    (_, index) => rooms[(n * roomsAMeeting + index) % rooms.length] ?? '',
  );

/** The part of the driver's client that is needed. */
interface SqlClient {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/**
 * Fills an empty, migrated database with a province and its meetings: ten at a time, four times a day, one
 * INSERT for each set of rows.
 */
export async function fillProvince(client: SqlClient, meetings: number) {
  const [siteIds, accountId] = [Array.from({ length: units }, () => uuid()), uuid()];
  const rooms = Array.from({ length: units * roomsAUnit }, () => uuid());
  await client.query(`insert into site_level values ('commune', 0, 'Cấp xã', 'Commune')`);
  await client.query(
    `insert into site (id, code, name, folded, level_id, valid_from)
      select id, n::text, 'Xã ' || n, 'xa ' || n, 'commune', '2021-01-01' from unnest($1::uuid[]) with ordinality as t(id, n)`,
    [siteIds],
  );
  await client.query(
    `insert into account (id, login, password_hash, password_given, second_factor, full_name, kind, created_at)
      values ($1, 'thuky', '-', false, false, 'Thư ký', 'administrator', now())`,
    [accountId],
  );
  await client.query(
    `insert into endpoint (id, site_id, name, folded, created_at)
      select id, ($2::uuid[])[1 + (n - 1) / $3], 'Hội trường', 'hoi truong', now() from unnest($1::uuid[]) with ordinality as t(id, n)`,
    [rooms, siteIds, roomsAUnit],
  );
  const perDay = slotsMs.length * meetingsAtATime;
  const ids = Array.from({ length: meetings }, () => uuid());
  const starts = ids.map((_, n) => {
    const slot = Math.floor((n % perDay) / meetingsAtATime);
    return new Date(firstDayMs + Math.floor(n / perDay) * dayMs + (slotsMs[slot] ?? 0));
  });
  await client.query(
    `insert into meeting (id, title, description, starts_at, ends_at, state, classification, admission, site_id, agenda, version,
      created_by, created_at, updated_at)
      select id, 'Giao ban ' || n, '', at, at + interval '90 minutes', 'scheduled', 'unclassified', 'open',
        ($3::uuid[])[1 + n % $4], '[]', 1, $5, now(), now()
      from unnest($1::uuid[], $2::timestamptz[]) with ordinality as t(id, at, n)`,
    [ids, starts, siteIds, units, accountId],
  );
  for (let from = 0; from < meetings; from += 1_000) {
    const some = ids.slice(from, from + 1_000);
    const pairs = some.flatMap((id, index) =>
      roomsOfMeeting(rooms, from + index).map((room) => ({ id, room })),
    );
    await client.query(
      `insert into invitation (id, meeting_id, endpoint_id, role)
        select gen_random_uuid(), meeting, room, 'delegate' from unnest($1::uuid[], $2::uuid[]) as t(meeting, room)`,
      [pairs.map(({ id }) => id), pairs.map(({ room }) => room)],
    );
    await client.query(
      `insert into booking select m.id, i.endpoint_id, tstzrange(m.starts_at, m.ends_at), false
        from meeting m join invitation i on i.meeting_id = m.id where m.id = any($1)`,
      [some],
    );
  }
  await client.query('analyze');
  const [siteId = ''] = siteIds;
  return { siteId, siteIds, accountId, rooms, days: Math.ceil(meetings / perDay) };
}
