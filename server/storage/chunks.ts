/**
 * Building an insert of this size takes Kysely a few ms; ten times as many rows would block the event loop.
 */
const rowsPerStatement = 500;

/** Splits rows into lists that each fit into one statement. */
export function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    yield rows.slice(start, start + rowsPerStatement);
  }
}
