import { sql, type Kysely } from 'kysely';

/**
 * Plain SQL, frozen once released: a migration describes the database at its time, whatever the code says
 * later. The same text runs on PostgreSQL ≥ 15 and on PGlite. `folded` columns have no index: a province has
 * some hundred rows, and scanning them is faster than maintaining trigrams.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `create table site_level (
    id text primary key,
    rank integer not null unique,
    name_vi text not null,
    name_en text not null
  )`,

  // The parent is checked at commit, so that an import can list a site before its parent.
  `create table site (
    id uuid primary key,
    code text not null,
    name text not null,
    folded text not null,
    level_id text not null references site_level,
    parent_id uuid references site deferrable initially deferred,
    valid_from date not null,
    valid_to date,
    unique (code, valid_from),
    check (valid_to > valid_from),
    check (parent_id <> id)
  )`,
  `create index site_parent on site (parent_id)`,

  `create table site_lineage (
    from_site_id uuid not null references site,
    to_site_id uuid not null references site,
    kind text not null check (kind in ('merged-into', 'split-from', 'renamed')),
    on_date date not null,
    primary key (from_site_id, to_site_id, on_date)
  )`,
  `create index site_lineage_to on site_lineage (to_site_id)`,

  `create table endpoint (
    id uuid primary key,
    site_id uuid not null references site,
    name text not null,
    folded text not null,
    created_at timestamptz not null,
    retired_at timestamptz
  )`,
  `create index endpoint_site on endpoint (site_id)`,

  `create table account (
    id uuid primary key,
    login text not null unique check (login = lower(login)),
    password_hash text not null,
    full_name text not null,
    kind text not null check (kind in ('administrator', 'secretariat', 'operator', 'official')),
    site_id uuid references site,
    created_at timestamptz not null,
    disabled_at timestamptz,
    check (site_id is not null or kind = 'administrator')
  )`,

  `create table session (
    id uuid primary key,
    subject_kind text not null check (subject_kind in ('account', 'device')),
    subject_id uuid not null,
    secret_hash text not null unique,
    previous_hash text,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  `create index session_previous on session (previous_hash) where previous_hash is not null`,
  `create index session_subject on session (subject_kind, subject_id)`,

  `create table pairing (
    code_hash text primary key,
    endpoint_id uuid not null references endpoint,
    created_by uuid not null references account,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,

  // State, classification, admission and role are words of the domain, which parses them before they are
  // stored.
  `create table meeting (
    id uuid primary key,
    title text not null,
    description text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    state text not null,
    classification text not null,
    admission text not null,
    site_id uuid not null references site,
    agenda jsonb not null,
    version integer not null,
    created_by uuid not null references account,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (ends_at > starts_at)
  )`,
  `create index meeting_starts on meeting (starts_at)`,
  `create index meeting_site on meeting (site_id)`,

  `create table invitation (
    id uuid primary key,
    meeting_id uuid not null references meeting on delete cascade,
    endpoint_id uuid references endpoint,
    account_id uuid references account,
    role text not null,
    check (num_nonnulls(endpoint_id, account_id) = 1),
    unique (meeting_id, endpoint_id),
    unique (meeting_id, account_id)
  )`,
  `create index invitation_endpoint on invitation (endpoint_id) where endpoint_id is not null`,
  `create index invitation_account on invitation (account_id) where account_id is not null`,

  // No reference to the meeting: the record of what happened must not depend on anything that can change.
  `create table conference_event (
    conference_id uuid not null,
    seq integer not null check (seq > 0),
    at timestamptz not null,
    by text,
    type text not null,
    payload jsonb not null,
    primary key (conference_id, seq)
  )`,
  `create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% on % is refused: it is append-only', tg_op, tg_table_name
      using errcode = 'restrict_violation';
  end $$`,
  `create trigger conference_event_append_only
    before update or delete or truncate on conference_event
    for each statement execute function refuse_change()`,

  `create table idempotency (
    subject_id uuid not null,
    key text not null,
    route text not null,
    request_hash text not null,
    status integer not null,
    body jsonb not null,
    created_at timestamptz not null,
    primary key (subject_id, key)
  )`,
  `create index idempotency_created on idempotency (created_at)`,
];
