import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Whether the account has a totp or a passkey; every request reads it.
  `alter table account add column second_factor boolean not null default false`,
  `alter table account alter column second_factor drop default`,

  `create table totp (
    account_id uuid primary key references account,
    sealed_secret text not null,
    last_step integer not null,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  // A WebAuthn counter has 32 unsigned bits; a double holds 53, and the driver reads it as a number.
  `create table passkey (
    id uuid primary key,
    account_id uuid not null references account,
    credential_id text not null unique,
    name text not null,
    public_key text not null,
    counter double precision not null,
    transports jsonb not null,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  `create index passkey_account on passkey (account_id)`,
  `create table recovery_code (
    account_id uuid not null references account,
    code_hash text not null,
    used_at timestamptz,
    primary key (account_id, code_hash)
  )`,
  `create table challenge (
    token_hash text primary key,
    account_id uuid not null references account,
    purpose text not null check (purpose in ('sign-in', 'passkey')),
    nonce text not null,
    tries_left integer not null,
    expires_at timestamptz not null
  )`,
  `create index challenge_expires on challenge (expires_at)`,

  // For a session of an account: whether it began with a second factor, and when its owner last proved their
  // identity.
  `alter table session
    add column two_factors boolean not null default false,
    add column confirmed_at timestamptz`,
  `update session set confirmed_at = issued_at where subject_kind = 'account'`,
  `alter table session
    alter column two_factors drop default,
    add check ((subject_kind = 'account') = (confirmed_at is not null))`,
];
