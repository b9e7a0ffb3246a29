import { expect } from 'chai';
import { type CallerKind, permits } from '../../../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../../../protocol/rest/route-contract.ts';
import { type RouteName, routeNames, routes } from '../../../../protocol/rest/routes.ts';
import { startPostgres } from '../../../support/storage/database.ts';
import { idFieldsOf, withIdsOf } from '../../../support/rest/id-fields.ts';
import {
  type Answer,
  type Asked,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { type Plan, plans } from '../../../support/rest/scope-plans.ts';
import {
  changesIn,
  createPlanter,
  hiddenWord,
  nowhere,
  shownWord,
  type Target,
  watchChanges,
} from '../../../support/rest/scope-world.ts';

type Kind = Exclude<CallerKind, 'anonymous' | 'restricted'>;
const kinds: readonly Kind[] = ['administrator', 'secretariat', 'operator', 'official', 'device'];

describe('REST: every id of every route, inside the caller’s scope and outside it', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let plant: ReturnType<typeof createPlanter>;
  let sites: Readonly<Record<'inside' | 'above' | 'beside' | 'outside', string>>;
  let tokens: Readonly<Record<Exclude<Kind, 'device'>, string>>;
  let numbers = 0;

  before(async () => {
    const postgres = await startPostgres();
    edge = await startRestEdge({ databaseUrl: await postgres.freshDatabase() });
    province = await populate(edge);
    plant = createPlanter(edge, province);
    await watchChanges(edge);
    const { yenLac, lapThach } = province;
    const all = await edge.sites.wholeDirectory.list();
    const named = (name: string): string => {
      const found = all.find((site) => site.name === name);
      if (found === undefined) throw new Error(`no site is called ${name}`);
      return found.id;
    };
    sites = {
      inside: named('Xã Đồng Văn'),
      above: province.province,
      beside: lapThach.site,
      outside: named('Xã Xuân Hòa'),
    };
    const own = await edge.account('yenlac.quantri', 'administrator', yenLac.site);
    tokens = {
      administrator: own.token,
      secretariat: yenLac.secretariat.token,
      operator: yenLac.operator.token,
      official: yenLac.official.token,
    };
  });
  after(() => edge.close());

  const contractOf = (name: RouteName): RouteContract => routes[name];

  /** Creates one object of each kind that the caller may act on: in its own units, or with its invitation. */
  const plantInside = async ({ planting = {} }: Plan, kind: Kind) => {
    const isGuest = kind === 'official' || kind === 'device';
    const target = await plant(sites.inside, shownWord, planting, {
      ...(isGuest && { official: province.yenLac.official.id, endpointRole: 'operator' as const }),
    });
    return { target, as: kind === 'device' ? await edge.pair(target.endpoint) : tokens[kind] };
  };
  type Foreign = Readonly<Record<'above' | 'beside' | 'outside', Target>>;
  const foreign = new Map<string, Promise<Foreign>>();
  /** Shared by all routes with the same planting, since none of them may change these objects. */
  const plantedOutside = ({ planting = {} }: Plan): Promise<Foreign> => {
    const key = JSON.stringify(planting);
    const planted =
      foreign.get(key) ??
      (async () => ({
        above: await plant(sites.above, hiddenWord, planting),
        beside: await plant(sites.beside, hiddenWord, planting),
        outside: await plant(sites.outside, hiddenWord, planting),
      }))();
    foreign.set(key, planted);
    return planted;
  };

  /**
   * The content of an answer without the requested ids; all else must be the same for two missing objects.
   */
  const saidOf = ({ status, body }: Answer, target: Target): string =>
    Object.values(target)
      .filter((id): id is string => typeof id === 'string')
      .reduce((text, id) => text.replaceAll(id, '…'), `${status} ${JSON.stringify(body)}`);

  const hidesAll = (told: string, asked: Asked, { body }: Answer, targets: Foreign): void => {
    const [text, said] = [typeof body === 'string' ? body : JSON.stringify(body), JSON.stringify(asked)];
    expect(text, told).not.to.include(hiddenWord);
    for (const { meeting, account, endpoint, group, template } of Object.values(targets)) {
      for (const id of [meeting, account, endpoint, group, template]) {
        if (!said.includes(id)) expect(text, `${told} tells an id`).not.to.include(id);
      }
    }
  };

  it('finds an id wherever a contract has one', () => {
    expect(idFieldsOf(routes['emergency.call'])).to.include.members([
      'body.siteId',
      'body.chair.inviteeId',
      'body.include[].groupId',
      'body.except[].endpointId',
    ]);
    expect(idFieldsOf(routes['meeting.list'])).to.deep.equal(['query.cursor[]', 'query.siteId']);
  });

  it('notices each change of any row', async () => {
    const { meeting } = await plant(sites.inside, shownWord, {});
    await changesIn(edge);
    await edge.execute(`update meeting set title = title where id = $1`, [meeting]);
    expect(await changesIn(edge)).to.deep.equal([]);
    await edge.execute(`update meeting set title = 'Khác' where id = $1`, [meeting]);
    expect((await changesIn(edge)).filter((said) => said.includes('Khác'))).not.to.deep.equal([]);
    await edge.execute(`delete from meeting_template where id = $1`, [
      (await plant(sites.inside, shownWord, {})).template,
    ]);
    expect((await changesIn(edge)).filter((said) => said.includes('DELETE'))).to.have.length(1);
  });

  it('puts the ids of another request into every shape', () => {
    const [own, other] = [
      { body: { one: { id: 1 }, list: [{ a: 1 }, { b: 1 }], ids: [1] } },
      { body: { one: { id: 2 }, list: [{ a: 2 }, { b: 2 }], ids: [2] } },
    ];
    const put = (place: string) => withIdsOf<typeof own>(place, own, other).map(({ body }) => body);
    expect(put('body.one.id')).to.deep.equal([{ ...own.body, one: { id: 2 } }]);
    expect(put('body.list[].b')).to.deep.equal([
      { ...own.body, list: [{ b: 2 }] },
      { ...own.body, list: [{ b: 2 }, { a: 1 }, { b: 1 }] },
    ]);
    expect(put('body.ids[]')).to.deep.equal([
      { ...own.body, ids: [2] },
      { ...own.body, ids: [2, 1] },
    ]);
    expect(put('body.none')).to.deep.equal([]);
  });

  /** The plan's requests for one target, with the ids at one place from another target. */
  const put = (plan: Plan, field: string, own: Target, theirs: Target): readonly Asked[] => {
    numbers += 1;
    const others = plan.ask(theirs, numbers);
    return plan.ask(own, numbers).flatMap((asked, index) => {
      const other = others[index];
      return other === undefined ? [] : withIdsOf<Asked>(field, asked, other);
    });
  };

  type Own = Awaited<ReturnType<typeof plantInside>>;

  /** Sends requests with the ids at one place from outside; they must have no effect. */
  const leadOutside = async (name: RouteName, plan: Plan, field: string, kind: Kind, { target, as }: Own) => {
    const { versioned } = contractOf(name);
    const targets = await plantedOutside(plan);
    const unknown = nowhere();
    const isPublic = plan.fields[field] === 'public';
    const unknownAnswers = await Promise.all(
      put(plan, field, target, unknown).map((asked) => edge.ask(name, { ...asked, as })),
    );
    for (const [where, theirs] of Object.entries(targets)) {
      for (const [index, request] of put(plan, field, target, theirs).entries()) {
        const asked = { ...request, as };
        const answer = await edge.ask(name, asked);
        const told = `${field} that leads ${where} (${index}), asked by a ${kind}`;
        if (isPublic) {
          expect(answer.status, told).to.equal(200);
          continue;
        }
        hidesAll(told, asked, answer, targets);
        expect(answer.code, told).to.equal('not-found');
        const asUnknown = unknownAnswers[index];
        if (asUnknown === undefined) throw new Error('a plan asks as often each time');
        expect(saidOf(answer, theirs), told).to.equal(saidOf(asUnknown, unknown));
        if (!versioned || field !== 'params.meetingId') continue;
        const { code } = await edge.ask(name, { ...asked, headers: { 'if-match': '"99"' } });
        expect(code, `${told}, in another version`).to.equal('not-found');
      }
    }
  };

  /** Sends requests with the ids at one place from outside; the parts inside may be answered and done. */
  const leadAstray = async (name: RouteName, plan: Plan, field: string, kind: Kind) => {
    const { versioned, streams } = contractOf(name);
    const targets = await plantedOutside(plan);
    let own = await plantInside(plan, kind);
    // One is enough for a spreadsheet, which is written from the answer of the same use case.
    for (const [where, theirs] of Object.entries(streams ? { beside: targets.beside } : targets)) {
      const count = put(plan, field, own.target, theirs).length;
      for (let index = 0; index < count; index += 1) {
        const asked = { ...put(plan, field, own.target, theirs)[index], as: own.as };
        const answer = await edge.ask(name, asked);
        const told = `${field} that leads ${where} (${index}), asked by a ${kind}`;
        hidesAll(told, asked, answer, targets);
        expect(answer.status, told).to.be.oneOf([200, 201, 404]);
        if (versioned && answer.status < 300) own = await plantInside(plan, kind);
      }
    }
  };

  for (const name of routeNames) {
    const plan = plans[name];
    const { permission } = routes[name];
    if ('unasked' in plan) {
      it(`${name} is exempt: ${plan.unasked}`, () => {
        expect(idFieldsOf(routes[name])).to.deep.equal(plan.ids ?? []);
      });
      continue;
    }
    const fields = Object.keys(plan.fields);
    const may = kinds.filter((kind) => permits(permission, kind));

    it(`${name} has a plan for each of its ids`, () => {
      expect(fields.toSorted(), 'see test/support/rest/scope-plans.ts').to.deep.equal(
        idFieldsOf(routes[name]),
      );
      for (const field of fields) {
        expect(put(plan, field, nowhere(), nowhere()), `${field} is in no request`).not.to.deep.equal([]);
      }
    });

    it(`${name} restricts every caller to its scope, and changes nothing outside`, async () => {
      const targets = await plantedOutside(plan);
      const owns = new Map<Kind, Own>();
      for (const kind of kinds) owns.set(kind, await plantInside(plan, kind));
      await changesIn(edge);
      for (const [kind, own] of owns) {
        if (!may.includes(kind)) {
          for (const target of [own.target, targets.beside]) {
            const [asked] = plan.ask(target, (numbers += 1));
            expect((await edge.ask(name, { ...asked, as: own.as })).code, kind).to.equal('forbidden');
          }
          continue;
        }
        for (const field of fields.filter((each) => plan.fields[each] !== 'narrowed')) {
          await leadOutside(name, plan, field, kind, own);
        }
      }
      expect(await changesIn(edge), 'something was changed').to.deep.equal([]);

      for (const kind of may) {
        for (const field of fields.filter((each) => plan.fields[each] === 'narrowed')) {
          await leadAstray(name, plan, field, kind);
        }
      }
      expect(await changesIn(edge, Object.values(targets)), 'something outside was changed').to.deep.equal(
        [],
      );
    });

    it(`${name} works inside the scope`, async () => {
      const targets = await plantedOutside(plan);
      const count = plan.ask(nowhere(), 0).length;
      for (const kind of may) {
        const works = plan.worksFor?.includes(kind) ?? true;
        for (let index = 0; index < count; index += 1) {
          const { target, as } = await plantInside(plan, kind);
          const asked = { ...plan.ask(target, (numbers += 1))[index], as };
          if (plan.before) await edge.ask(plan.before, asked);
          const answer = await edge.ask(name, asked);
          const told = `${kind}, ${JSON.stringify(answer.body)}`;
          if (works) expect(answer.status, told).to.be.oneOf([200, 201]);
          else expect(answer.code, told).to.equal('not-found');
          if (!Object.values(plan.fields).includes('public')) hidesAll(kind, asked, answer, targets);
        }
      }
    });

    if (!permits(permission, 'administrator') || !(plan.worksFor?.includes('administrator') ?? true))
      continue;
    it(`${name} works everywhere for an administrator of the whole tree`, async () => {
      const as = province.administrator.token;
      for (const site of [sites.inside, sites.beside]) {
        const target = await plant(site, shownWord, plan.planting ?? {});
        const [request] = plan.ask(target, (numbers += 1));
        const asked = { ...request, as };
        if (plan.before) await edge.ask(plan.before, asked);
        const answer = await edge.ask(name, asked);
        expect(answer.status, JSON.stringify(answer.body)).to.be.oneOf([200, 201]);
      }
    });
  }
});
