import { expect } from 'chai';
import { z } from 'zod';
import { openApi } from '../../../protocol/rest/openapi.ts';
import { anyText } from '../../../protocol/rest/openapi/examples.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { routeNames, routes } from '../../../protocol/rest/routes.ts';
import { misfit, placeOf } from '../../support/rest/answers.ts';

const shown = z.looseObject({ example: z.unknown().optional() });
const content = z.record(
  z.string(),
  shown.extend({
    schema: z.unknown().optional(),
    examples: z.record(z.string(), z.object({ $ref: z.string() })).optional(),
  }),
);
const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  parameters: z.array(
    shown.extend({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      description: z.string().optional(),
    }),
  ),
  requestBody: z.object({ content }).optional(),
  responses: z.record(
    z.string(),
    z.object({ headers: z.record(z.string(), shown).optional(), content: content.default({}) }),
  ),
});
const document = z
  .object({
    info: z.object({ description: z.string() }),
    tags: z.array(z.object({ name: z.string(), description: z.string() })),
    paths: z.record(z.string(), z.record(z.string(), operation)),
    components: z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
  })
  .parse(openApi('1.2.3'));

const described = routeNames.map((name) => {
  const route: RouteContract = routes[name];
  const place = placeOf(route);
  const [, path = '', method = ''] = place;
  const found = document.paths[path]?.[method];
  if (found === undefined) throw new Error(`${name} is not in the document`);
  return { name, route, place, ...found };
});

describe('the OpenAPI document’s examples', () => {
  for (const { name, route, place, parameters, requestBody, responses } of described) {
    const { params, query, body } = route;

    it(`of ${name} match its schemas`, () => {
      const wrong: string[] = [];
      const hold = (what: string, at: readonly string[], { example }: z.infer<typeof shown>) => {
        const misfits = example === undefined ? 'is missing' : misfit([...place, ...at, 'schema'], example);
        if (misfits !== undefined) wrong.push(`${what}: ${misfits}`);
      };
      for (const [index, parameter] of parameters.entries()) {
        // The secret that a mail gateway shares with the server has no example.
        if (parameter.name === route.secretHeader) continue;
        hold(parameter.name, ['parameters', String(index)], parameter);
      }
      const json = requestBody?.content['application/json'];
      if (json) hold('body', ['requestBody', 'content', 'application/json'], json);
      for (const [status, { content, headers = {} }] of Object.entries(responses)) {
        const at = ['responses', status];
        for (const [header, said] of Object.entries(headers)) hold(header, [...at, 'headers', header], said);
        for (const [mediaType, media] of Object.entries(content)) {
          const within = [...at, 'content', mediaType];
          if (media.examples) {
            for (const [code, { $ref }] of Object.entries(media.examples)) {
              expect($ref).to.equal(`#/components/examples/${code}`);
              hold(code, within, { example: document.components.examples[code]?.value });
            }
          } else if (media.schema !== undefined) hold(`${status} ${mediaType}`, within, media);
        }
      }
      expect(wrong).to.deep.equal([]);
    });

    if (!params && !query && !body) continue;
    it(`of ${name} are accepted by the server`, () => {
      expect(json(requestBody?.content) !== undefined).to.equal(body !== undefined);
      expect(body?.safeParse(json(requestBody?.content)?.example).error).to.equal(undefined);
      const given = (where: string) =>
        Object.fromEntries(
          parameters.filter((each) => each.in === where).map((each) => [each.name, String(each.example)]),
        );
      expect(params?.safeParse(given('path')).error).to.equal(undefined);
      expect(query?.safeParse(given('query')).error).to.equal(undefined);
    });
  }

  it('have a meaningful text in every text field', () => {
    const [empty] = described.filter((each) => JSON.stringify(each).includes(`"${anyText}"`));
    expect(empty?.name, 'say in protocol/rest/openapi/example-values.ts what its texts may be').to.equal(
      undefined,
    );
  });
});

const json = (media: z.infer<typeof content> | undefined) => media?.['application/json'];

describe('the OpenAPI document’s descriptions', () => {
  it('explain each part of the API, and each query parameter', () => {
    const parts = new Map(document.tags.map(({ name, description }) => [name, description]));
    for (const { name, tags, parameters } of described) {
      for (const tag of tags) expect(parts.get(tag), tag).not.to.be.oneOf([undefined, '']);
      for (const parameter of parameters.filter((each) => each.in !== 'path')) {
        expect(parameter.description, `${name}: ${parameter.name}`).not.to.be.oneOf([undefined, '']);
      }
    }
    expect(
      [...parts.keys()].filter((part) => !described.some(({ tags }) => tags.includes(part))),
    ).to.deep.equal([]);
  });

  it('say which routes take a version, return one, and take a key', () => {
    const having = (is: (route: (typeof described)[number]) => boolean) =>
      described.filter(is).map(({ name }) => name);
    const header = (wanted: string) =>
      having(({ parameters }) =>
        parameters.some(({ in: where, name }) => where === 'header' && name === wanted),
      );
    expect(header('If-Match'))
      .to.deep.equal(having(({ route }) => route.versioned === true))
      .and.to.include('meeting.change');
    expect(header('Idempotency-Key')).to.deep.equal(having(({ route }) => route.idempotent === true));
    expect(having(({ responses }) => Object.values(responses).some(({ headers }) => headers?.['ETag'])))
      .to.include.members(header('If-Match').filter((name) => name !== 'series.create'))
      .and.to.include('meeting.get')
      .and.not.to.include('meeting.list');
    for (const told of ['If-Match', 'Idempotency-Key', 'nextCursor', 'problem+json']) {
      expect(document.info.description).to.contain(told);
    }
  });
});
