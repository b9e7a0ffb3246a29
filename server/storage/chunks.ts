/**
 * Building an insert of this size takes Kysely a few ms; ten times as many rows would block the event loop.
 */
const ROWS_PER_STATEMENT = 500;

/** Splits rows into lists that each fit into one statement. */
export function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
  }
}
