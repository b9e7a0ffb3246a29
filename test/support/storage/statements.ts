import pg from 'pg';

/** The statements that the clock of meetings sends by itself. */
const byTheClock = /^select "meeting"\.\* from "meeting"/;
const comment = /\/\*.*?\*\//g;

/** Returns the beginnings of the statements that the driver sends while `work` runs. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { prototype } = pg.Query;
  const submit: unknown = Reflect.get(prototype, 'submit');
  if (typeof submit !== 'function') throw new TypeError('the driver sends its statements in another way');
  const statements: string[] = [];
  const counted = function (this: object, ...given: readonly unknown[]): unknown {
    statements.push(String(Reflect.get(this, 'text')).replaceAll(comment, '').replaceAll(/\s+/g, ' ').trim());
    return Reflect.apply(submit, this, given);
  };
  Reflect.set(prototype, 'submit', counted);
  try {
    await work();
  } finally {
    Reflect.set(prototype, 'submit', submit);
  }
  return statements.filter((text) => !byTheClock.test(text)).map((text) => text.slice(0, 26));
}
