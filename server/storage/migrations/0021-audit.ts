import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // No references: an entry outlives its target. Names are those of its time.
  `create table audit_entry (
    seq bigint primary key,
    at timestamptz not null,
    action text not null,
    outcome text not null check (outcome in ('done', 'refused')),
    code text check ((code is null) = (outcome = 'done')),
    count integer not null check (count > 0),
    actor_kind text not null,
    actor_id text,
    actor_name text,
    target_kind text,
    target_id text,
    target_name text,
    site_id uuid,
    address text,
    agent text,
    session_id uuid,
    before jsonb,
    after jsonb,
    words tsvector not null
  )`,

  // An identity column would leave gaps where a transaction fails, and would not number entries in the order
  // of their commits. Here each writer waits for the one before: the numbers have no gaps, and a reader never
  // sees a higher one before a lower one.
  `create function number_audit_entry() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(1162021);
    select coalesce(max(seq), 0) + 1 into new.seq from audit_entry;
    return new;
  end $$`,
  `create trigger audit_entry_numbered before insert on audit_entry
    for each row execute function number_audit_entry()`,
  `create trigger audit_entry_append_only
    before update or delete or truncate on audit_entry
    for each statement execute function refuse_change()`,

  // Every list is ordered by time, the newest first, whatever its filter.
  `create index audit_entry_at on audit_entry (at, seq)`,
  `create index audit_entry_site on audit_entry (site_id, at, seq)`,
  `create index audit_entry_action on audit_entry (action, at, seq)`,
  `create index audit_entry_actor on audit_entry (actor_id, at, seq) where actor_id is not null`,
  `create index audit_entry_target_kind on audit_entry (target_kind, at, seq)`,
  `create index audit_entry_refused on audit_entry (at, seq) where outcome = 'refused'`,
  `create index audit_entry_words on audit_entry using gin (words)`,
];
