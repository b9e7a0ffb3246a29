import { expect } from 'chai';
import { DatabaseTime } from '../../../server/storage/database-time.ts';

const day = Date.UTC(2026, 10, 30);

/** A process whose monotonic clock the test sets. */
function process() {
  const elapsed = { ms: 5_000 };
  const time = new DatabaseTime(() => elapsed.ms);
  /** Asks the database, which answers after some ms with its time half-way. */
  const ask = (databaseMs: number, roundTripMs: number): void => {
    const askedAtMs = elapsed.ms;
    elapsed.ms += roundTripMs;
    time.read(databaseMs, askedAtMs);
  };
  return { elapsed, time, ask };
}

describe("the database's time", () => {
  it('goes on by the monotonic clock from the moment at which it was asked', () => {
    const { elapsed, time, ask } = process();
    ask(day, 20);
    expect(time.now()).to.equal(day + 10);
    elapsed.ms += 1_000;
    expect(time.now()).to.equal(day + 1_010);
  });

  it('is not corrected by less than the way to the database can explain', () => {
    const { time, ask } = process();
    ask(day, 2);
    // It took all its time on the way there.
    ask(day + 1 + 100, 100);
    expect(time.now()).to.equal(day + 101);
    ask(day + 101 + 60 + 1, 2);
    expect(time.now()).to.equal(day + 163);
  });
});
