import { sql, type Expression, type SelectQueryBuilder, type SqlBool } from 'kysely';

/** Where a page begins and how much of it is wanted; what is left out does not restrict. */
export interface PageWish {
  /** Values of the keys in the row before the first. */
  readonly after?: readonly unknown[] | undefined;
  readonly descending?: boolean;
  readonly limit?: number;
}

/**
 * Orders a query by keys, the last of which tells any two rows apart, and takes what comes after a position. Comparing rows
 * instead of counting them costs the same for any page, and shifts nothing while rows come and go.
 */
export function takePage<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  keys: readonly Expression<unknown>[],
  { after, descending = false, limit }: PageWish,
): SelectQueryBuilder<DB, Tables, Row> {
  const ordered = keys.reduce<typeof query>(
    (sorted, key) => sorted.orderBy(key, descending ? 'desc' : 'asc'),
    query,
  );
  const beyond = sql.raw(descending ? '<' : '>');
  const following =
    after === undefined
      ? ordered
      : ordered.where(sql<SqlBool>`(${sql.join(keys)}) ${beyond} (${sql.join(after)})`);
  return limit === undefined ? following : following.limit(limit);
}
