import { expect } from 'chai';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import type { RouteName } from '../../../protocol/rest/routes.ts';
import { meeting } from '../../contract/fixtures.ts';
import { emptyCheck } from '../../support/planning/rehearsals.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

const limits = fc.integer({ min: 1, max: 7 });
const some = { numRuns: 5 };
const withId = z.looseObject({ id: z.string() });
type Row = z.infer<typeof withId>;

describe('REST: lists page by page', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let as: string;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.administrator.token;
  });
  after(() => edge.close());

  const page = async (
    name: RouteName,
    key: string,
    query: Readonly<Record<string, string>>,
    params: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly rows: readonly Row[]; readonly next: string | null }> => {
    const body = await edge.get(z.record(z.string(), z.unknown()), name, { as, query, params });
    return { rows: z.array(withId).parse(body[key]), next: z.string().nullable().parse(body['nextCursor']) };
  };
  /** Reads every page, with a change between any two pages. */
  const pages = async (
    limit: number,
    ...[name, key, query, params]: Parameters<typeof page>
  ): Promise<readonly Row[]> => walk(limit, () => Promise.resolve(), name, key, query, params);
  const walk = async (
    limit: number,
    between: () => Promise<unknown>,
    ...[name, key, query, params]: Parameters<typeof page>
  ): Promise<readonly Row[]> => {
    const all: Row[] = [];
    let cursor: string | null = null;
    do {
      const asked: Readonly<Record<string, string>> = {
        ...query,
        limit: String(limit),
        ...(cursor !== null && { cursor }),
      };
      const { rows, next } = await page(name, key, asked, params);
      expect(rows).to.have.length.within(next === null ? 0 : limit, limit);
      all.push(...rows);
      cursor = next;
      await between();
    } while (cursor !== null);
    return all;
  };

  const startsAtMs = Date.UTC(2026, 5, 1, 1);
  /**
   * Writes straight into the plan, since only lists are under test. Several meetings begin at the same time.
   */
  const plan = async (title: string, n: number, siteId: string): Promise<string> => {
    const at = startsAtMs + (n % 3) * 60 * minute;
    const planned = meeting({
      title,
      siteId,
      startsAtMs: at,
      endsAtMs: at + 60 * minute,
      classification: 'unclassified',
      state: n % 2 === 0 ? 'draft' : 'cancelled',
      createdByAccountId: province.administrator.id,
      invitations: [],
    });
    await edge.repositories.meetings.insert(planned);
    return planned.id;
  };

  describe('of meetings', () => {
    before(async () => {
      for (let n = 0; n < 17; n += 1) {
        await plan(`Giao ban Đợt ${n}`, n, n % 4 === 0 ? province.yenLac.site : province.lapThach.site);
      }
    });

    for (const sort of ['startsAt', '-startsAt']) {
      it(`by ${sort}: joined they are the whole, for any page size`, async () => {
        const { rows: whole } = await page('meeting.list', 'meetings', { sort });
        expect(whole).to.have.length.of.at.least(17);
        await fc.assert(
          fc.asyncProperty(limits, async (limit) => {
            expect(await pages(limit, 'meeting.list', 'meetings', { sort })).to.deep.equal(whole);
          }),
          some,
        );
      });
    }

    it('while rows are added and removed give nothing twice, and every row that existed all the time', async () => {
      const { rows: before } = await page('meeting.list', 'meetings', {});
      await fc.assert(
        fc.asyncProperty(
          limits,
          fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
          async (limit, moments) => {
            const coming: string[] = [];
            let n = 0;
            const given = await walk(
              limit,
              async () => {
                n += 1;
                // A writer that adds faster than the reader reads would never let it finish.
                if (n > moments.length) return;
                const gone = n % 2 === 0 ? coming.shift() : undefined;
                if (gone !== undefined) {
                  await edge.execute('delete from meeting where id = $1', [gone]);
                }
                coming.push(await plan('Xen vào', moments[n - 1] ?? 0, province.province));
              },
              'meeting.list',
              'meetings',
              {},
            );
            const ids = given.map(({ id }) => id);
            expect(new Set(ids).size).to.equal(ids.length);
            expect(ids).to.include.members(before.map(({ id }) => id));
            for (const id of coming) await edge.execute('delete from meeting where id = $1', [id]);
          },
        ),
        { numRuns: 4 },
      );
    });

    it('can be filtered by subtree, states and title, without regard to tones', async () => {
      const titles = async (query: Readonly<Record<string, string>>) =>
        (await pages(2, 'meeting.list', 'meetings', query)).map(({ title }) => title);
      expect(await titles({ siteId: province.yenLac.site, states: 'draft' })).to.have.members(
        [0, 4, 8, 12, 16].map((n) => `Giao ban Đợt ${n}`),
      );
      expect(await titles({ q: 'dot 1' })).to.have.length(8);
      expect(await titles({ q: 'ĐỢT 11' })).to.deep.equal(['Giao ban Đợt 11']);
      expect(await titles({ siteId: uuid() })).to.deep.equal([]);
    });
  });

  it('of endpoints, accounts, units and checks are complete as well, in every order', async () => {
    for (const name of ['Phòng A', 'Phòng Á', 'Phòng B', 'phòng a']) {
      await edge.ask('endpoint.create', { as, body: { siteId: province.yenLac.site, name } });
    }
    const { hall } = province.yenLac;
    const { id: meetingId } = meeting({
      id: await plan('Có kiểm tra', 1, province.province),
      siteId: province.province,
      createdByAccountId: province.administrator.id,
    });
    for (let n = 0; n < 5; n += 1) {
      await edge.repositories.rehearsals.insert(
        emptyCheck({
          id: uuid(),
          endpointId: hall.id,
          meetingId,
          atMs: startsAtMs + (n % 2) * minute,
        }),
      );
    }
    const lists = [
      ['endpoint.list', 'endpoints', { sort: 'site' }, {}],
      ['endpoint.list', 'endpoints', { sort: 'name' }, {}],
      ['endpoint.list', 'endpoints', { q: 'phong' }, {}],
      ['account.list', 'accounts', { sort: 'login' }, {}],
      ['account.list', 'accounts', { sort: '-login', q: 'yenlac' }, {}],
      ['site.search', 'sites', { q: 'xa' }, {}],
      ['rehearsal.history', 'rehearsals', { sort: 'at' }, { endpointId: hall.id }],
      ['rehearsal.history', 'rehearsals', {}, { endpointId: hall.id }],
    ] as const;
    for (const [name, key, query, params] of lists) {
      const whole =
        name === 'site.search'
          ? await pages(100, name, key, query, params)
          : (await page(name, key, query, params)).rows;
      expect(whole, name).to.have.length.of.at.least(3);
      for (const limit of [1, 3]) {
        if (name === 'site.search' && limit === 1) continue;
        expect(await pages(limit, name, key, query, params), name).to.deep.equal(whole);
      }
    }
  });

  it('sort endpoints by their names, folded', async () => {
    const names = (await pages(2, 'endpoint.list', 'endpoints', { sort: 'name' })).map(({ name }) =>
      fold(String(name)),
    );
    expect(names).to.deep.equal([...names].sort());
  });

  it('begin only where a page of the list ended', async () => {
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of ['', '!', 'AAAA', forged(7), forged([1]), forged(['x', uuid()]), forged([1, 'a'])]) {
      expect((await edge.ask('meeting.list', { as, query: { cursor } })).code, cursor).to.equal(
        'invalid-request',
      );
    }
    const nul = forged(['\0']);
    expect((await edge.ask('account.list', { as, query: { cursor: nul } })).code).to.equal('invalid-request');
  });
});
