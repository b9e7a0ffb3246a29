import { sql, type Expression, type SelectQueryBuilder, type SqlBool } from 'kysely';

/** Where a page begins and how many rows it has; an omitted field does not restrict. */
export interface PageWish {
  /** The keys of the last row of the page before. */
  readonly after?: readonly unknown[] | undefined;
  readonly descending?: boolean;
  readonly limit?: number;
}

/**
 * Orders a query by keys and takes the rows after a position. The last key must be unique. Comparing keys
 * instead of counting rows costs the same for every page, and rows that come and go shift no page.
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
