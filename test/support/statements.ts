import pg from 'pg';

/** What the clock of meetings asks by itself, whoever comes. */
const byTheClock = /^select "meeting"\.\* from "meeting"/;

/** The beginnings of the statements that reach the driver meanwhile. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { prototype } = pg.Client;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on its client below, and put back
  const { query } = prototype;
  const statements: string[] = [];
  prototype.query = function counted(this: pg.Client, ...given: readonly unknown[]) {
    const [asked] = given;
    const text = typeof asked === 'object' && asked !== null && 'text' in asked ? asked.text : asked;
    statements.push(String(text).replaceAll(/\s+/g, ' ').trim());
    return Reflect.apply(query, this, given);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements.filter((text) => !byTheClock.test(text)).map((text) => text.slice(0, 26));
}
