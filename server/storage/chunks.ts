/** Ten parameters a row at most; the protocol counts them in 16 bits. */
const ROWS_PER_STATEMENT = 5_000;

/** Rows to be written, as many at a time as one statement takes. */
export function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
  }
}
