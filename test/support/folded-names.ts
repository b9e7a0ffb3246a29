import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { folded } from '../../server/storage/expressions.ts';
import * as namesFoldedAgain from '../../server/storage/migrations/0026-names-folded-again.ts';
import type { Database } from '../../server/storage/schema.ts';

/** The names as the database folds them, in the order of `names`. */
export async function foldedBy(database: Database, names: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    select ${folded(sql.ref('name'))} as text from unnest(${names}::text[]) with ordinality as of(name, nth) order by nth
  `.execute(database);
  return rows.map(({ text }) => text);
}

/** Runs the migration that folds stored names again. */
export async function foldAgain(database: Database): Promise<void> {
  const migration: Migration = namesFoldedAgain;
  await migration.up(database);
}
