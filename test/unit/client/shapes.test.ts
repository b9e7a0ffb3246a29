import { expect } from 'chai';
import type { z } from 'zod';
import { accountRoutes } from '../../../client/signaling/contract/account-routes.constant.ts';
import { openRoutes, problemShape } from '../../../client/signaling/contract/rest.constant.ts';
import { misfit, type Shape } from '../../../client/signaling/contract/shape.ts';
import { shapeOf } from '../../../client/signaling/contract/shape-of.ts';
import { messageShapes, resultShapes } from '../../../client/signaling/contract/socket.constant.ts';
import { commands } from '../../../protocol/commands.ts';
import { eventPayloads } from '../../../protocol/events.ts';
import { mediaRequests, mediaStopped, mediaUpdate } from '../../../protocol/media.ts';
import { problemSchema } from '../../../protocol/rest/openapi/problems.ts';
import { exampleOf } from '../../../protocol/rest/openapi/examples.ts';
import { schemaOf } from '../../../protocol/rest/openapi/schema-of.ts';
import { problem } from '../../../protocol/rest/problem.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { routeNames, routes } from '../../../protocol/rest/routes.ts';
import { lobbyNews, rosterNews } from '../../../protocol/socket.ts';

type Case = readonly [name: string, schema: z.ZodType, shape: Shape | undefined];

const ofRoutes = routeNames.flatMap((name): Case[] => {
  const { response, raw, streams }: RouteContract = routes[name];
  const called = openRoutes[name] ?? accountRoutes[name];
  expect(called?.file, name).to.equal(raw === true || streams ? true : undefined);
  return response ? [[name, response, called?.answer]] : [];
});
const ofEvents = Object.entries(eventPayloads).map(([type, schema]): Case => {
  const shape = messageShapes.events.list;
  const event = typeof shape === 'object' && 'cases' in shape ? shape.cases[type] : undefined;
  return [
    type,
    schema,
    event && typeof event === 'object' && 'fields' in event ? event.fields['payload'] : event,
  ];
});
const requests = { ...commands, ...mediaRequests };
const ofResults = Object.entries(requests).map(([type, { result }]): Case => {
  const found = Object.entries(resultShapes).find(([each]) => each === type);
  return [`the answer to ${type}`, result, found?.[1]];
});
const others: readonly Case[] = [
  ['a problem', problem, problemShape],
  ['media', mediaUpdate, messageShapes.media],
  ['mediaStopped', mediaStopped, messageShapes.mediaStopped],
  ['lobby', lobbyNews, messageShapes.lobby],
  ['the roster', rosterNews, shapeOf(rosterNews)],
];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A value that a schema lets through, for those of which the document has no example. */
function sampleOf(schema: z.core.JSONSchema._JSONSchema, field = ''): unknown {
  if (typeof schema === 'boolean') return schema;
  const [option] = schema.anyOf ?? schema.oneOf ?? [];
  if (option) return sampleOf(option);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const { type, format, properties = {}, items, minimum = 1 } = schema;
  if (type === 'object') {
    return Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, sampleOf(part, key)]));
  }
  if (type === 'array') return items && !Array.isArray(items) ? [sampleOf(items)] : [];
  if (type === 'number' || type === 'integer') return Math.max(1, minimum);
  if (type !== 'string') return type === 'boolean' ? true : null;
  if (format === 'uuid') return '019ab1c0-5a00-7000-8000-000000000001';
  return field === 'code' ? 'internal' : 'A';
}

/** The value with one of its parts missing, or of another type; each part in turn. */
function* damaged(value: unknown): Generator {
  yield Symbol('anything else');
  if (!isRecord(value)) return;
  for (const [key, part] of Object.entries(value)) {
    const put = (other: unknown): unknown =>
      Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    for (const each of damaged(part)) yield put(each);
  }
}

describe('the shapes of what a page receives', () => {
  for (const [name, schema, shape] of [...ofRoutes, ...ofEvents, ...ofResults, ...others]) {
    it(`let through ${name} as the contract has it, and nothing of other types`, () => {
      if (!shape) throw new Error('no shape');
      const json = schema === problem ? problemSchema : schemaOf(schema, 'output');
      const example = [exampleOf(json, [name]), sampleOf(json)].find(
        (each) => schema.safeParse(each).success,
      );
      expect(misfit(shape, example, name)).to.equal(undefined);
      const through = [...damaged(example)].filter(
        (each) => misfit(shape, each, name) === undefined && !schema.safeParse(each).success,
      );
      expect(through).to.deep.equal([]);
    });
  }

  it('say where a value does not fit', () => {
    const shape: Shape = { fields: { rooms: { list: { fields: { name: 'string' } } } } };
    expect(misfit(shape, { rooms: [{ name: 'A' }, { name: 1 }] }, 'answer')).to.equal('answer.rooms.1.name');
    expect(misfit({ by: 'kind', cases: {} }, { kind: 'toString' }, 'answer')).to.equal('answer.kind');
    expect(misfit({ tuple: ['string', 'number'] }, ['A'], 'answer')).to.equal('answer.1');
    expect(misfit('error-code', 'none', 'code')).to.equal('code');
  });
});
