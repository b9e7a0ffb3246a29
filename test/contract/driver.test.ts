import { expect } from 'chai';
import { executeOn } from '../../server/storage/connection.ts';
import { codeOf, drivers, type RawClient, type RawResult } from '../support/storage/driver.ts';

/**
 * What pg-boss, Kysely and this project need from PostgreSQL and its driver; the embedded database must
 * behave the same.
 */
for (const [kind, reach] of Object.entries(drivers)) {
  describe(`the driver on ${kind}`, function () {
    this.timeout(120_000);
    let closing: AsyncDisposableStack;
    let pool: Awaited<ReturnType<typeof reach>>;
    before(async () => {
      closing = new AsyncDisposableStack();
      pool = await reach(closing);
      closing.defer(() => pool.end());
    });
    after(() => closing.disposeAsync());

    const execute = (text: string, values?: readonly unknown[]) => executeOn(pool)(text, values);
    /** Lends one connection to `work`. */
    const withClient = async <T>(work: (client: RawClient) => Promise<T>): Promise<T> => {
      const client = await pool.connect();
      try {
        return await work(client);
      } finally {
        client.release();
      }
    };
    let tables = 0;
    const newTable = async (columns: string): Promise<string> => {
      const name = `tried_${(tables += 1)}`;
      await execute(`create table ${name} (${columns})`);
      return name;
    };

    it('returns the rows of every one of several statements, in their order', async () => {
      const rows = await execute(`
        begin;
        select 1 as n, 'khóa' as word;
        select generate_series(2, 4) as n;
        select 5 as n where false;
        commit;
        select 6 as m
      `);
      expect(rows).to.deep.equal([{ n: 1, word: 'khóa' }, { n: 2 }, { n: 3 }, { n: 4 }, { m: 6 }]);
      expect(await execute('')).to.deep.equal([]);
      expect(await execute(';;select 1 as n;;')).to.deep.equal([{ n: 1 }]);
    });

    it('prepares only marked statements, once on each connection', async () => {
      const names = await withClient(async (client) => {
        for (const n of [1, 2]) {
          expect(
            (await client.query('/* prepared doubled */ select $1::integer * 2 as n', [n])).rows,
          ).to.deep.equal([{ n: n * 2 }]);
          await client.query('select $1::integer as n', [n]);
        }
        return (await client.query('select name from pg_prepared_statements')).rows;
      });
      expect(names).to.deep.equal([{ name: 'doubled' }]);
    });

    it('returns for each statement its own result, with its command and count', async () => {
      const table = await newTable('n integer');
      const said = await withClient(async (client) => {
        const results: unknown = await client.query(`
          insert into ${table} values (1), (2), (3);
          update ${table} set n = n + 1 where n > 1;
          delete from ${table} where n = 9;
          insert into ${table} values (7) returning n;
          select n from ${table} order by n;
          create index on ${table} (n)
        `);
        if (!Array.isArray(results)) throw new Error('several statements have one result');
        return results.map(({ command, rowCount, rows }: RawResult) => [command, rowCount, rows]);
      });
      expect(said).to.deep.equal([
        ['INSERT', 3, []],
        ['UPDATE', 2, []],
        ['DELETE', 0, []],
        ['INSERT', 1, [{ n: 7 }]],
        ['SELECT', 4, [{ n: 1 }, { n: 3 }, { n: 4 }, { n: 7 }]],
        ['CREATE', null, []],
      ]);
    });

    it('rolls back all of several statements where one fails, and runs none after it', async () => {
      const table = await newTable('n integer primary key');
      const text = `insert into ${table} values (1); insert into ${table} values (1); insert into ${table} values (2)`;
      expect(await codeOf(execute(text))).to.equal('23505');
      expect(await execute(`select n from ${table}`)).to.deep.equal([]);
      expect(await codeOf(execute(`insert into ${table} values (3); select nothing from nowhere`))).to.equal(
        '42P01',
      );
      expect(await codeOf(execute(`insert into ${table} values (4); chon mot`))).to.equal('42601');
      expect(await execute(`select n from ${table}`)).to.deep.equal([]);
      // A commit in between is kept.
      const parted = `begin; insert into ${table} values (5); commit; insert into ${table} values (6); select 1 / 0`;
      expect(await codeOf(execute(parted))).to.equal('22012');
      expect(await execute(`select n from ${table}`)).to.deep.equal([{ n: 5 }]);
    });

    it('reports what is wrong, where, and with which constraint', async () => {
      const table = await newTable('n integer constraint small check (n < 10)');
      const refused = await execute(`insert into ${table} values (99)`).catch((error: unknown) => error);
      expect(refused).to.include({ code: '23514', severity: 'ERROR', table, constraint: 'small' });
      const misread = await execute('select chon from nowhere').catch((error: unknown) => error);
      expect(misread).to.include({ code: '42P01', position: '18' });
      const raised = `do $$ begin raise exception 'không' using errcode = 'check_violation', detail = 'chi tiết', hint = 'gợi ý'; end $$`;
      expect(await execute(raised).catch((error: unknown) => error)).to.include({
        code: '23514',
        message: 'không',
        detail: 'chi tiết',
        hint: 'gợi ý',
      });
    });

    it('takes parameters for one statement, exactly as many as it has', async () => {
      const rows = await execute(
        'select $1::integer + 1 as n, $2::text as word, $3::uuid[] as ids, $4::jsonb as note',
        [41, `dấu ' và "`, ['01890a5d-ac96-774b-bcce-b302099a8060'], JSON.stringify({ a: [1, null] })],
      );
      expect(rows).to.deep.equal([
        { n: 42, word: `dấu ' và "`, ids: ['01890a5d-ac96-774b-bcce-b302099a8060'], note: { a: [1, null] } },
      ]);
      expect(await execute('select $1::text is null as missing', [null])).to.deep.equal([{ missing: true }]);
      expect(await codeOf(execute('select $1::integer as n; select 2 as n', [1]))).to.equal('42601');
      expect(await codeOf(execute('select $1::integer + $2::integer as n', [1]))).to.equal('08P01');
      expect(await codeOf(execute('select $1::integer as n', ['mot']))).to.equal('22P02');
      expect(await execute('select 1 as n')).to.deep.equal([{ n: 1 }]);
    });

    it('reads every type the same', async () => {
      const [row] = await execute(`select
        9223372036854775807::int8 as int8, 12.3400::numeric as numeric, 'NaN'::numeric as nan, 0.1::float8 as float8,
        true as bool, '2026-02-28T23:59:59.123456+07'::timestamptz as timestamptz, 'infinity'::timestamptz as forever,
        '2026-02-28'::date as date, '{"a":[1,"ê",null],"b":{"c":1.50}}'::jsonb as jsonb, 'null'::jsonb as json_null,
        array[1,null,3] as integers, array['a,b','"c"',null,'']::text[] as texts, '{}'::text[] as no_texts,
        array[['a','b'],['c','d']] as nested, null::text as nothing, '\\x00ff10'::bytea as bytea,
        '01890A5D-AC96-774B-BCCE-B302099A8060'::uuid as uuid, '[2026-01-01,2026-02-01)'::daterange as range,
        'Xuân Hoà 👨‍👩‍👧‍👦'::text as text, 'x'::char(3) as padded, '1 day 02:03:04'::interval::text as interval,
        '2026-02-28 08:00'::timestamp::text as timestamp`);
      expect(row).to.deep.equal({
        int8: '9223372036854775807',
        numeric: '12.3400',
        nan: 'NaN',
        float8: 0.1,
        bool: true,
        timestamptz: new Date('2026-02-28T16:59:59.123Z'),
        forever: Infinity,
        date: new Date(2026, 1, 28),
        jsonb: { a: [1, 'ê', null], b: { c: 1.5 } },
        json_null: null,
        integers: [1, null, 3],
        texts: ['a,b', '"c"', null, ''],
        no_texts: [],
        nested: [
          ['a', 'b'],
          ['c', 'd'],
        ],
        nothing: null,
        bytea: Buffer.from([0, 255, 16]),
        uuid: '01890a5d-ac96-774b-bcce-b302099a8060',
        range: '[2026-01-01,2026-02-01)',
        text: 'Xuân Hoà 👨‍👩‍👧‍👦',
        padded: 'x  ',
        interval: '1 day 02:03:04',
        timestamp: '2026-02-28 08:00:00',
      });
      // As the repositories receive them: instants as epoch ms, days as text.
      const { rows } = await withClient((client) =>
        client.query(`select '2026-02-28T08:00:00Z'::timestamptz as instant, '2026-02-28'::date as day`),
      );
      expect(rows).to.deep.equal([{ instant: Date.UTC(2026, 1, 28, 8), day: '2026-02-28' }]);
    });

    it('keeps a transaction together, aborts it with its first error, and returns to a savepoint', async () => {
      const table = await newTable('n integer');
      const count = async (): Promise<unknown> =>
        (await execute(`select count(*)::integer as n from ${table}`))[0];
      await withClient(async (client) => {
        await client.query('begin');
        await client.query(`insert into ${table} values ($1)`, [1]);
        expect(await codeOf(client.query('select 1 / 0'))).to.equal('22012');
        expect(await codeOf(client.query('select 1'))).to.equal('25P02');
        expect((await client.query('commit')).command).to.equal('ROLLBACK');
      });
      expect(await count()).to.deep.equal({ n: 0 });
      await withClient(async (client) => {
        await client.query('begin');
        await client.query(`insert into ${table} values ($1)`, [1]);
        await client.query('savepoint here');
        expect(await codeOf(client.query('select 1 / $1::integer', [0]))).to.equal('22012');
        await client.query('rollback to savepoint here');
        await client.query(`insert into ${table} values ($1)`, [2]);
        expect((await client.query('commit')).command).to.equal('COMMIT');
      });
      expect(await count()).to.deep.equal({ n: 2 });
      await withClient(async (client) => {
        await client.query('begin isolation level serializable read only');
        expect(await codeOf(client.query(`insert into ${table} values (3)`))).to.equal('25006');
        await client.query('rollback');
      });
      expect(await count()).to.deep.equal({ n: 2 });
    });

    it('answers concurrent statements in their order, including errors', async () => {
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          n % 7 === 3
            ? codeOf(execute('select 1 / $1::integer', [0]))
            : execute('select $1::integer as n, repeat($2, 5000) as text', [n, 'ệ']).then(([row]) => row),
        ),
      );
      expect(answers).to.deep.equal(
        Array.from({ length: 60 }, (_, n) => (n % 7 === 3 ? '22012' : { n, text: 'ệ'.repeat(5_000) })),
      );
    });

    it('carries texts of any length and of any character but NUL', async () => {
      const table = await newTable('text text, bytes bytea');
      const text = 'Xã Xuân Hoà 👨‍👩‍👧‍👦 \u0001\uFFFD\u{10FFFF}'.repeat(150_000);
      const bytes = Buffer.alloc(3_000_000, Buffer.from([0, 255, 10, 92]));
      await execute(`insert into ${table} values ($1, $2)`, [text, bytes]);
      const [row] = await execute(
        `select text = $1 as same, length(text) as length, text, bytes from ${table}`,
        [text],
      );
      expect(row).to.include({ same: true, length: Array.from(text).length });
      expect(row)
        .to.have.property('text')
        .that.satisfies((read: unknown) => read === text);
      expect(row)
        .to.have.property('bytes')
        .that.satisfies((read: Buffer) => read.equals(bytes));
      expect(await execute(`select '${'ệ'.repeat(1_000_000)}' as text`)).to.deep.equal([
        { text: 'ệ'.repeat(1_000_000) },
      ]);
      expect(await codeOf(execute('select $1::text as text', ['a\0b']))).to.equal('22021');
      expect(await codeOf(execute(`select $1::jsonb as note`, [JSON.stringify({ a: '\0' })]))).to.equal(
        '22P05',
      );
      expect(await execute('select 1 as n')).to.deep.equal([{ n: 1 }]);
    });

    it('rolls back the transaction of a broken connection, and resets its settings', async () => {
      const table = await newTable('n integer');
      const [usual] = await execute(`select 0 as n, current_setting('search_path') as path, false as aside`);
      const broken = await pool.connect();
      await broken.query(`set search_path to nowhere`);
      await broken.query(`create temporary table kept_aside (n integer)`);
      await broken.query({ name: 'again', text: 'select 1 as n' });
      await broken.query('begin');
      await broken.query(`insert into public.${table} values (1)`);
      broken.release(new Error('the connection is cut'));
      const state = async (): Promise<unknown> =>
        (
          await execute(`select (select count(*)::integer from ${table}) as n, current_setting('search_path') as path,
            to_regclass('pg_temp.kept_aside') is not null as aside`)
        )[0];
      expect(await state()).to.deep.equal(usual);
      await withClient(async (client) => {
        expect((await client.query({ name: 'again', text: 'select 2 as n' })).rows).to.deep.equal([{ n: 2 }]);
      });
    });

    it('serves other connections when one breaks in the middle of a statement', async () => {
      const table = await newTable('n integer');
      const broken = await pool.connect();
      const cut = codeOf(broken.query(`insert into ${table} select 1 from pg_sleep(0.5)`));
      broken.release(new Error('the connection is cut'));
      expect(await cut).to.include('Connection terminated');
      await execute(`insert into ${table} values (2)`);
      expect(await execute(`select n from ${table} where n = 2`)).to.deep.equal([{ n: 2 }]);
    });
  });
}
