import { sql } from 'kysely';
import type { Database } from '../../../server/storage/schema.ts';

/** The server or the migrations write these tables themselves. */
const bookkeeping = [
  'kysely_migration',
  'kysely_migration_lock',
  'control_process',
  'server_lease',
  'standing_change',
];
/** The rows of each table, as JSON. */
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

export async function allRows(database: Database): Promise<Rows> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> all(${bookkeeping})
  `.execute(database);
  const entries = tables.map(async ({ name }) => {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.table(`public.${name}`)} t
    `.execute(database);
    return [name, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * The parts of the schema, one line each, sorted independently of their creation. Leaves out named not-null
 * constraints of newer PostgreSQL versions, whose names depend on the order of creation; the columns show the
 * same.
 */
export async function schemaOf(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) as line
    from information_schema.columns where table_schema = 'public' and table_name <> all(${bookkeeping})
    union all
    select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text <> all(${bookkeeping})
    union all
    select indexdef from pg_indexes where schemaname = 'public' and tablename <> all(${bookkeeping})
    union all
    select pg_get_functiondef(p.oid) from pg_proc p
    where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
    union all
    select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  `.execute(database);
  return rows.map(({ line }) => line).sort();
}
