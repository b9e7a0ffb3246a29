import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // The place in the list of papers; versions of one paper share `paper_id`, and all but the newest are
  // superseded.
  `alter table document
    add column position integer not null default 0,
    add column paper_id uuid,
    add column version integer not null default 1,
    add column superseded boolean not null default false`,
  `update document set paper_id = id`,
  `alter table document alter column paper_id set not null`,
  `create index document_paper on document (paper_id)`,

  // Who opened which version of a paper, and when first. No reference to the reader: it is an endpoint or an
  // account.
  `create table document_reading (
    document_id uuid not null references document on delete cascade,
    reader_id uuid not null,
    read_at timestamptz not null,
    primary key (document_id, reader_id)
  )`,
];
