import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // An agenda item has a list of prepared speakers, also where the agenda was stored before there were any. No person
  // changed these plans, so the history says nothing of it.
  `alter table meeting disable trigger meeting_changed`,
  `update meeting set agenda = (
    select jsonb_agg('{"speakers": []}'::jsonb || item order by place)
    from jsonb_array_elements(agenda) with ordinality as items(item, place)
  ) where agenda <> '[]'`,
  `alter table meeting enable trigger meeting_changed`,
  `update meeting_template set plan = jsonb_set(plan, '{agenda}', (
    select jsonb_agg('{"speakers": []}'::jsonb || item order by place)
    from jsonb_array_elements(plan -> 'agenda') with ordinality as items(item, place)
  )) where plan -> 'agenda' <> '[]'`,
];
