import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `alter table meeting add column needs_chair boolean not null default false`,

  // A template holds a whole plan.
  `update meeting_template set plan = plan || '{"needsChair": false}'`,

  // As in 0016, with `needs_chair`.
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
      'needsChair', m.needs_chair,
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
];
