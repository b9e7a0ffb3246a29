/** The library takes some milliseconds to write a statement of so many rows; for ten times as many everybody would wait. */
const ROWS_PER_STATEMENT = 500;

/** Rows to be written, as many at a time as one statement takes. */
export function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
  }
}
