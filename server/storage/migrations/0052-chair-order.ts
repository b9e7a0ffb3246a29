import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Endpoints and accounts, in the order that the planners gave. Chairs that it does not name come after these.
  `alter table meeting add column chair_order uuid[] not null default '{}'`,

  // As in 0043, with `chair_order`.
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
      'chairOrder', to_jsonb(m.chair_order),
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
