import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { cursorAt } from '../../../protocol/rest/paging.ts';
import { exampleOf } from '../../../protocol/rest/openapi/examples.ts';
import { schemaOf } from '../../../protocol/rest/openapi/schema-of.ts';
import { type CallerKind, permissions } from '../../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { type RouteName, routeNames, routes } from '../../../protocol/rest/routes.ts';
import { breaches, edges, endless, type Trial } from '../../support/rest/limits.ts';
import {
  type Answer,
  type Asked,
  callersOf,
  minute,
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

/**
 * A schema defines the form of these fields, but not their meaning: most texts at a limit have no meaning.
 */
const coded: readonly string[] = ['cursor', 'code'];
/** A request at its limits would change the tree. */
const changesAll: readonly RouteName[] = ['site.import'];

const queryOf = (value: unknown): NonNullable<Asked['query']> =>
  z.record(z.string(), z.union([z.array(z.string()), z.coerce.string()])).parse(value);

/** Without the faults that a query cannot have, and with those that only a query can have. */
function* queryBreaches(schema: z.core.JSONSchema.JSONSchema, value: object, name: string): Generator<Trial> {
  const unsaid = ['a text', 'not null', 'an object', 'no halves of pairs'];
  for (const trial of breaches(schema, value, name)) if (!unsaid.includes(trial.limit)) yield trial;
  for (const [field, said] of Object.entries(value)) {
    yield { field, limit: 'once', value: { ...value, [field]: [String(said), String(said)] } };
    if (typeof said !== 'number') continue;
    for (const number of ['', ' ', ` ${said}`, '0x20', '1e2', '20.5', '-20', 'Infinity']) {
      yield {
        field,
        limit: `in digits (${JSON.stringify(number)} is not)`,
        value: { ...value, [field]: number },
      };
    }
  }
}

/** The parts of a request with a contract, each with a complete example. */
const parts = routeNames.flatMap((name) => {
  const { query, body }: RouteContract = routes[name];
  return Object.entries({ query, body }).flatMap(([where, contract]) => {
    if (contract === undefined) return [];
    const schema = schemaOf(contract, 'input');
    const example = z.record(z.string(), z.unknown()).parse(exampleOf(branch(schema), [name]));
    return [{ name, where, contract, schema, example }];
  });
});

/** The first branch of a body with several. */
function branch(schema: z.core.JSONSchema.JSONSchema): z.core.JSONSchema.JSONSchema {
  return schema.oneOf?.[0] ?? schema;
}

describe('REST: the limits of every field', function () {
  this.timeout(60_000);
  let edge: RestEdge;
  let province: Province;
  let callers: Readonly<Record<CallerKind, string | undefined>>;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    callers = callersOf(province);
  });
  after(() => edge.close());

  let asked = 0;
  const ask = (name: RouteName, request: Asked): Promise<Answer> => {
    const route: RouteContract = routes[name];
    const params = [...route.path.matchAll(/:(\w+)/g)].map(([, param = '']) => [
      param,
      { page: '1', kind: 'sites' }[param] ?? uuid(),
    ]);
    const [kind = 'anonymous']: readonly CallerKind[] = permissions[route.permission];
    asked += 1;
    return edge.ask(name, {
      params: Object.fromEntries(params),
      as: callers[route.permission === 'public' ? 'anonymous' : kind],
      ...request,
      headers: {
        // A new address each time, to stay below the limit of attempts.
        'x-forwarded-for': `10.0.${asked >> 8}.${asked & 255}`,
        ...request.headers,
      },
    });
  };
  const requestOf = (where: string, value: unknown, name: RouteName): Asked => {
    if (where === 'query') return { query: queryOf(value), ...withBody(name) };
    return { body: value };
  };
  /** A valid body, so that only the query is wrong. */
  const withBody = (name: RouteName): Asked => {
    const { body }: RouteContract = routes[name];
    return body === undefined ? {} : { body: exampleOf(branch(schemaOf(body, 'input')), [name]) };
  };
  const detailOf = ({ body }: Answer): string => {
    const { data } = z.object({ detail: z.string().optional() }).safeParse(body);
    return data?.detail ?? '';
  };
  const names = (answer: Answer, where: string, field: string): boolean =>
    detailOf(answer).startsWith(`${field === '' ? where : `${where}.${field}`}: `);

  for (const { name, where, contract, schema, example } of parts) {
    describe(`${name}, its ${where}`, () => {
      it('has a limit for every text, list and number', () => {
        expect([...endless(schema, example, name)]).to.deep.equal([]);
      });

      it('is refused beyond any single limit', async () => {
        const taken: string[] = [];
        const trials = [...(where === 'query' ? queryBreaches : breaches)(schema, example, name)];
        // Each contract refuses at least an unknown field.
        expect(trials).not.to.deep.equal([]);
        for (const { field, limit, value } of trials) {
          const answer = await ask(name, requestOf(where, value, name));
          // These faults are found before any field is parsed.
          const named = limit.startsWith('no NUL') || limit.startsWith('no halves') ? '' : field;
          if (answer.code === 'invalid-request' && names(answer, where, named)) continue;
          taken.push(
            `${name} ${where}.${field}, ${limit}: ${answer.status} ${answer.code ?? ''} ${detailOf(answer)}`,
          );
        }
        expect(taken).to.deep.equal([]);
      });

      it('is accepted at each limit', async () => {
        const refused: string[] = [];
        for (const { field, limit, value } of edges(schema, example, name)) {
          if (coded.includes(field.split('.').at(-1) ?? '')) continue;
          const said = `${name} ${where}.${field}, ${limit}`;
          const given = where === 'query' ? queryOf(value) : value;
          const issue = contract.safeParse(given).error?.issues.find(({ path }) => path.join('.') === field);
          if (issue && field !== '') refused.push(`${said}: ${issue.message}`);
          if (changesAll.includes(name)) continue;
          const answer = await ask(name, requestOf(where, value, name));
          if (answer.status >= 500 || (answer.code === 'invalid-request' && names(answer, where, field))) {
            refused.push(`${said}: ${answer.status} ${answer.code ?? ''} ${detailOf(answer)}`);
          }
        }
        expect(refused).to.deep.equal([]);
      });
    });
  }

  it('refuses blanks, and fields that contradict each other', async () => {
    const startsAtMs = Date.UTC(2026, 10, 23, 1);
    const day = 24 * 60 * minute;
    const meeting = (change: object): Asked => ({
      body: {
        title: 'Giao ban',
        siteId: province.province,
        startsAtMs,
        endsAtMs: startsAtMs + day,
        ...change,
      },
    });
    const wish = (lastsMs: number): Asked => ({
      body: { inviteeIds: [], startsAtMs, endsAtMs: startsAtMs + lastsMs },
    });
    const account = { login: 'ai.do', password, fullName: 'Ai đó', kind: 'secretariat', siteId: null };
    const rules: readonly (readonly [what: string, name: RouteName, asked: Asked, named: string])[] = [
      ['a name of blanks', 'meeting.create', meeting({ title: ' \t ' }), 'body.title: '],
      ['a reason of blanks', 'meeting.sendBack', { body: { reason: '  ' } }, 'body.reason: '],
      ['a search for blanks', 'site.search', { query: { q: '  ' } }, 'query.q: '],
      ['a tag of blanks', 'endpoint.list', { query: { tag: ' ' } }, 'query.tag: '],
      ['no change of a room', 'endpoint.change', { body: {} }, 'body: '],
      ['no change of a bridge', 'bridge.change', { body: {} }, 'body: '],
      ['no change of a group', 'group.change', { body: {} }, 'body: '],
      [
        'more names than delegates',
        'reply.own',
        { body: { answer: 'confirmed', delegateCount: 1, delegates: ['Một', 'Hai'] } },
        'body: ',
      ],
      ['an unfit room and no reason', 'rehearsal.signOff', { body: { fit: false, note: ' ' } }, 'body: '],
      ['a code of seven', 'device.pair', { body: { code: 'HK47PRN' } }, 'body.code: '],
      ['a code of nine', 'device.pair', { body: { code: 'HK47-PRNX-3' } }, 'body.code: '],
      ['a cursor of nothing', 'meeting.list', { query: { cursor: 'AAAA' } }, 'query.cursor: '],
      [
        'a cursor of another list',
        'meeting.list',
        { query: { cursor: cursorAt(['tamdao.thuky']) } },
        'query.cursor',
      ],
      ['states that end in a comma', 'meeting.list', { query: { states: 'live,' } }, 'query.states: '],
      ['an end before the start', 'booking.check', wish(-1), 'a meeting must end after'],
      ['a wish of more than 31 days', 'booking.check', wish(31 * day + 1), 'a meeting may last'],
      [
        'a meeting of no length',
        'meeting.create',
        meeting({ endsAtMs: startsAtMs }),
        'a meeting must end after',
      ],
      [
        'a meeting of more than 31 days',
        'meeting.create',
        meeting({ endsAtMs: startsAtMs + 31 * day + 1 }),
        'a meeting may last',
      ],
      [
        'a classified meeting that is recorded',
        'meeting.create',
        meeting({ recorded: true, classification: 'classified' }),
        'recorded: ',
      ],
      [
        'rooms of more than 45 days',
        'booking.freeBusy',
        { query: { fromMs: '0', toMs: String(45 * day + 1) } },
        'toMs: ',
      ],
      ['a secretariat of everything', 'account.create', { body: account }, 'siteId: required'],
    ];
    const taken: string[] = [];
    for (const [what, name, asked, named] of rules) {
      const answer = await ask(name, asked);
      if (answer.code === 'invalid-request' && detailOf(answer).startsWith(named)) continue;
      taken.push(`${what}: ${answer.status} ${answer.code ?? ''} ${detailOf(answer)}`);
    }
    expect(taken).to.deep.equal([]);
  });

  it('refuses invalid versions and keys', async () => {
    const taken: string[] = [];
    for (const name of routeNames) {
      const { versioned, idempotent }: RouteContract = routes[name];
      const headers = [
        ...(versioned ? ['3', 'W/"3"', '""', '"x"', '"-1"', '"1234567890"', '"1", "2"', '*'] : []).map(
          (version) => ['If-Match', version] as const,
        ),
        ...(idempotent ? ['', 'x'.repeat(101), 'a b', 'à'] : []).map(
          (key) => ['Idempotency-Key', key] as const,
        ),
      ];
      for (const [header, value] of headers) {
        const answer = await ask(name, { ...withBody(name), headers: { [header]: value } });
        if (answer.code === 'invalid-request' && detailOf(answer).startsWith(`${header}: `)) continue;
        taken.push(`${name}, ${header} ${value}: ${answer.status} ${answer.code ?? ''} ${detailOf(answer)}`);
      }
    }
    expect(taken).to.deep.equal([]);
  });
});
