import { CamelCasePlugin, type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import { postgresConnection } from '../../../server/storage/connection.ts';
import type { Database, Schema } from '../../../server/storage/schema.ts';

/** A node of the EXPLAIN output. */
interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly Plans?: readonly Plan[] | undefined;
}
const plan: z.ZodType<Plan> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  get Plans() {
    return z.array(plan).optional();
  },
});
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: plan })]) })]);

const nodesOf = (node: Plan): readonly Plan[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

export type Explained = AsyncDisposable & {
  readonly database: Database;
  /** The driver without the repositories; its statements are planned as the server's are. */
  readonly client: pg.Client;
  /** The tables that the statements of `work` read as a whole, as `table: statement`. */
  readWhole(tables: readonly string[], work: () => Promise<unknown>): Promise<readonly string[]>;
};

/** A PostgreSQL database whose statements are explained. */
export async function explaining(url: string): Promise<Explained> {
  const sent: CompiledQuery[] = [];
  const client = new pg.Client(postgresConnection(url));
  await client.connect();
  const database = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: new pg.Pool(postgresConnection(url)) }),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => {
      sent.push(query);
    },
  });
  return {
    database,
    client,
    async readWhole(tables, work) {
      sent.length = 0;
      await work();
      const statements = sent.filter(({ sql }) => /^\s*(select|insert|update|delete|with)/i.test(sql));
      if (statements.length === 0) throw new Error('no statement was sent');
      const whole: string[] = [];
      for (const { sql, parameters } of statements) {
        const { rows } = await client.query(`explain (format json) ${sql}`, [...parameters]);
        const [{ 'QUERY PLAN': said }] = explained.parse(rows);
        for (const { 'Node Type': kind, 'Relation Name': table = '' } of nodesOf(said[0].Plan)) {
          if (kind === 'Seq Scan' && tables.includes(table)) whole.push(`${table}: ${sql}`);
        }
      }
      return whole;
    },
    async [Symbol.asyncDispose]() {
      await database.destroy();
      await client.end();
    },
  };
}
