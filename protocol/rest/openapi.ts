import { z } from 'zod';
import { errors, type ErrorCode } from '../errors.ts';
import { problem, problemType } from './problem.ts';
import { anyRoute, type RouteContract } from './route-contract.ts';
import { routeNames, routes } from './routes.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the table of routes. `version` is the software's. */
export function openApi(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const name of routeNames) {
    const route: RouteContract = routes[name];
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'diemcau', version },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(name: string, route: RouteContract): Json {
  const { status = 200, params, query, body, raw, secretHeader } = route;
  return {
    operationId: name,
    tags: [name.slice(0, name.indexOf('.'))],
    'x-permission': route.permission,
    security: route.permission === 'public' ? [] : [{ bearer: [] }],
    parameters: [
      ...parameters('path', params),
      ...parameters('query', query),
      ...(route.versioned ? [header('If-Match', true, 'The version that is changed, in quotes')] : []),
      ...(route.idempotent
        ? [header('Idempotency-Key', false, 'The same request again gets the same answer')]
        : []),
      ...(secretHeader === undefined ? [] : [header(secretHeader, true, 'What both programs know')]),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    // OpenAPI 3.1: a body that is bytes and nothing else has no schema.
    ...(raw && { requestBody: { required: true, content: bytes(raw) } }),
    responses: {
      [status]: { description: 'Done', content: answers(route) },
      ...problems([...anyRoute, ...route.errors]),
    },
  };
}

const bytes = (raw: NonNullable<RouteContract['raw']>): Json =>
  Object.fromEntries((raw === true ? ['application/octet-stream'] : raw).map((mediaType) => [mediaType, {}]));

const answers = ({ streams = [], response }: RouteContract): Json => ({
  ...Object.fromEntries(streams.map((mediaType) => [mediaType, {}])),
  ...(response && { 'application/json': { schema: schemaOf(response, 'output') } }),
});

/** One answer for each status, which says one of the codes that share it. */
function problems(codes: readonly ErrorCode[]): Json {
  const byStatus = Map.groupBy(new Set(codes), (code) => errors[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, shared]) => [
      status,
      {
        description: shared.join(', '),
        content: {
          [problemType]: {
            schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: shared } } },
          },
        },
      },
    ]),
  );
}

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined): readonly Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, part]: [string, z.ZodType]) => ({
    name,
    in: where,
    required: where === 'path' || !part.safeParse(undefined).success,
    schema: schemaOf(part, 'input'),
  }));
}

const header = (name: string, required: boolean, description: string): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

/** `unrepresentable`: what a transform makes of a value has no schema; what comes in has. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' });
