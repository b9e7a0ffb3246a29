import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Whether it may take part in classified sessions; false until an administrator says otherwise.
  `alter table endpoint add column cleared boolean not null default false`,
  `alter table account add column cleared boolean not null default false`,

  // A classified meeting can invite only cleared invitees, in whatever way the invitation is made. The
  // error's detail lists the others.
  `create function refuse_uncleared(invited uuid[]) returns void language plpgsql as $$
  declare uncleared jsonb;
  begin
    select jsonb_agg(coalesce(i.endpoint_id, i.account_id)) into uncleared
    from invitation i
    join meeting m on m.id = i.meeting_id and m.classification = 'classified'
    left join endpoint e on e.id = i.endpoint_id
    left join account a on a.id = i.account_id
    where i.id = any(invited) and not coalesce(e.cleared, a.cleared);
    if uncleared is not null then
      raise exception 'not cleared for a classified meeting'
        using errcode = 'check_violation', constraint = 'invitation_cleared', detail = uncleared::text;
    end if;
  end $$`,
  `create function refuse_uncleared_invitations() returns trigger language plpgsql as $$
  begin
    perform refuse_uncleared(array(select id from changed));
    return null;
  end $$`,
  `create trigger invitation_cleared after insert on invitation referencing new table as changed
    for each statement execute function refuse_uncleared_invitations()`,
  `create function refuse_uncleared_meeting() returns trigger language plpgsql as $$
  begin
    perform refuse_uncleared(array(select id from invitation where meeting_id = new.id));
    return null;
  end $$`,
  `create trigger meeting_cleared after update of classification on meeting for each row
    when (new.classification = 'classified' and old.classification <> 'classified')
    execute function refuse_uncleared_meeting()`,

  // Participants who were removed from a conference, and readmitted: looked up for every paper of a meeting
  // that is over.
  `create index conference_event_removal on conference_event (conference_id, (payload ->> 'participantId'), seq)
    where type in ('participant.removed', 'participant.readmitted')`,

  // As in 0016, except that an invitee that is sent over from another conference is noted separately, with
  // its origin and author.
  `create or replace function note_invitations() returns trigger language plpgsql as $$
  begin
    insert into meeting_change (meeting_id, version, at, by, field, becomes)
    select m.id, m.version, m.updated_at, m.changed_by, tg_argv[0],
      jsonb_agg(jsonb_build_object('inviteeId', coalesce(c.endpoint_id, c.account_id), 'role', c.role) order by c.id)
    from changed c join meeting m on m.id = c.meeting_id
    where tg_op = 'DELETE' or not c.transferred
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
];
