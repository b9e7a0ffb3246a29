import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // `changed_by` is the account that made the present version; null: the clock or the conference made it.
  `alter table meeting
    add column needs_approval boolean not null default false,
    add column submitted_by uuid references account,
    add column return_reason text,
    add column changed_by uuid references account`,

  // One row per fact: the version that it made, the value before and the value after. No reference to the
  // meeting, as for a conference's events.
  `create table meeting_change (
    id bigint generated always as identity primary key,
    meeting_id uuid not null,
    version integer not null,
    at timestamptz not null,
    by uuid references account,
    field text not null,
    was jsonb,
    becomes jsonb
  )`,
  `create index meeting_change_meeting on meeting_change (meeting_id, version)`,
  `create trigger meeting_change_append_only
    before update or delete or truncate on meeting_change
    for each statement execute function refuse_change()`,

  // The fields of a meeting that have a history, in the words of the API.
  `create function meeting_plan(m meeting) returns jsonb language sql stable as $$
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

  // By triggers, so that every writer is covered, in the transaction that writes.
  `create function note_meeting() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      insert into meeting_change (meeting_id, version, at, by, field)
      values (new.id, new.version, new.updated_at, new.changed_by, 'created');
    else
      insert into meeting_change (meeting_id, version, at, by, field, was, becomes)
      select new.id, new.version, new.updated_at, new.changed_by, key, before.value, after.value
      from jsonb_each(meeting_plan(old)) before join jsonb_each(meeting_plan(new)) after using (key)
      where before.value <> after.value
      order by key;
    end if;
    return null;
  end $$`,
  `create trigger meeting_noted after insert or update on meeting for each row execute function note_meeting()`,

  // A statement can invite hundreds: one row lists them all.
  `create function note_invitations() returns trigger language plpgsql as $$
  begin
    insert into meeting_change (meeting_id, version, at, by, field, becomes)
    select m.id, m.version, m.updated_at, m.changed_by, tg_argv[0],
      jsonb_agg(jsonb_build_object('inviteeId', coalesce(c.endpoint_id, c.account_id), 'role', c.role) order by c.id)
    from changed c join meeting m on m.id = c.meeting_id
    group by m.id;
    return null;
  end $$`,
  `create function note_roles() returns trigger language plpgsql as $$
  begin
    insert into meeting_change (meeting_id, version, at, by, field, becomes)
    select m.id, m.version, m.updated_at, m.changed_by, 'role',
      jsonb_agg(jsonb_build_object('inviteeId', coalesce(c.endpoint_id, c.account_id), 'role', c.role) order by c.id)
    from changed c join before b on b.id = c.id and b.role <> c.role join meeting m on m.id = c.meeting_id
    group by m.id;
    return null;
  end $$`,
  `create trigger invitation_invited after insert on invitation referencing new table as changed
    for each statement execute function note_invitations('invited')`,
  `create trigger invitation_withdrawn after delete on invitation referencing old table as changed
    for each statement execute function note_invitations('withdrawn')`,
  `create trigger invitation_role after update on invitation referencing old table as before new table as changed
    for each statement execute function note_roles()`,
];
