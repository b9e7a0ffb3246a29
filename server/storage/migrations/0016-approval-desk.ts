import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What the meeting was made from, with the names of that moment; null: made by itself. It never changes.
  `alter table meeting add column origin jsonb`,

  // Few meetings await approval at any time, and every planner's page asks for them again and again.
  `create index meeting_pending_approval on meeting (starts_at, id)
    where state in ('submitted', 'approved') or (state = 'draft' and return_reason is not null)`,

  // As in 0010, with `recorded`.
  `create or replace function meeting_plan(m meeting) returns jsonb language sql stable as $$
    select jsonb_build_object(
      'title', m.title,
      'description', m.description,
      'startsAtMs', (extract(epoch from m.starts_at) * 1000)::bigint,
      'endsAtMs', (extract(epoch from m.ends_at) * 1000)::bigint,
      'preparationMinutes', m.preparation_minutes,
      'clearingMinutes', m.clearing_minutes,
      'state', m.state,
      'classification', m.classification,
      'admission', m.admission,
      'recorded', m.recorded,
      'overridesClashes', m.overrides_clashes,
      'seriesId', m.series_id,
      'returnReason', m.return_reason,
      'cancelReason', m.cancel_reason,
      'agenda', (
        select coalesce(jsonb_agg(item - 'id' order by place), '[]')
        from jsonb_array_elements(m.agenda) with ordinality as items(item, place)
      )
    )
  $$`,

  // Compares the rows themselves to skip a version that changed only invitations: a quarter of the cost. The
  // columns left out here must be no part of the plan.
  `drop trigger meeting_noted on meeting`,
  `create trigger meeting_created after insert on meeting for each row execute function note_meeting()`,
  `create trigger meeting_changed after update on meeting for each row
    when (
      to_jsonb(old) - '{version,updated_at,changed_by}'::text[]
      is distinct from to_jsonb(new) - '{version,updated_at,changed_by}'::text[]
    )
    execute function note_meeting()`,

  // As in 0010, with the delegates that a new invitation asks for by name, as invitations of a repeated
  // meeting do.
  `create or replace function note_invitations() returns trigger language plpgsql as $$
  begin
    insert into meeting_change (meeting_id, version, at, by, field, becomes)
    select m.id, m.version, m.updated_at, m.changed_by, tg_argv[0],
      jsonb_agg(jsonb_build_object('inviteeId', coalesce(c.endpoint_id, c.account_id), 'role', c.role) order by c.id)
    from changed c join meeting m on m.id = c.meeting_id
    group by m.id;
    if tg_op = 'INSERT' then
      insert into meeting_change (meeting_id, version, at, by, field, was, becomes)
      select m.id, m.version, m.updated_at, m.changed_by, 'delegates',
        jsonb_agg(jsonb_build_object('inviteeId', invitee, 'delegates', '[]'::jsonb) order by c.id),
        jsonb_agg(jsonb_build_object('inviteeId', invitee, 'delegates', c.delegates) order by c.id)
      from changed c
      cross join lateral coalesce(c.endpoint_id, c.account_id) invitee
      join meeting m on m.id = c.meeting_id
      where c.delegates <> '[]'
      group by m.id;
    end if;
    return null;
  end $$`,

  // One row for each meeting and each changed field (role, delegates), with the values before and after.
  `create function note_changed_invitations() returns trigger language plpgsql as $$
  begin
    insert into meeting_change (meeting_id, version, at, by, field, was, becomes)
    select m.id, m.version, m.updated_at, m.changed_by, field,
      jsonb_agg(jsonb_build_object('inviteeId', invitee, field, was) order by c.id),
      jsonb_agg(jsonb_build_object('inviteeId', invitee, field, becomes) order by c.id)
    from changed c
    join before b on b.id = c.id and (b.role <> c.role or b.delegates <> c.delegates)
    cross join lateral coalesce(c.endpoint_id, c.account_id) invitee
    cross join lateral (
      values ('role', to_jsonb(b.role), to_jsonb(c.role)), ('delegates', b.delegates, c.delegates)
    ) facts(field, was, becomes)
    join meeting m on m.id = c.meeting_id
    where was <> becomes
    group by m.id, field;
    return null;
  end $$`,
  `drop trigger invitation_role on invitation`,
  `drop function note_roles`,
  `create trigger invitation_changed after update on invitation referencing old table as before new table as changed
    for each statement execute function note_changed_invitations()`,
];
