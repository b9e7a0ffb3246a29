import { z } from 'zod';
import { idempotencyKey, ifMatch } from './headers.ts';
import { exampleOf, keysOf } from './openapi/examples.ts';
import { problemExamples, problems, problemSchema } from './openapi/problems.ts';
import { type Json, schemaOf } from './openapi/schema-of.ts';
import { headerTexts, introduction, parameterTexts, parts } from './openapi/texts.ts';
import { anyRoute, type RouteContract } from './route-contract.ts';
import { routeNames, routes } from './routes.ts';

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
    info: { title: 'Điểm cầu', version, description: introduction },
    servers: [{ url: '/', description: 'The server that this document comes from' }],
    tags: Object.entries(parts).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      examples: problemExamples,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(name: string, route: RouteContract): Json {
  const { status = 200, params, query, body, raw, response, secretHeader } = route;
  return {
    operationId: name,
    tags: [name.slice(0, name.indexOf('.'))],
    'x-permission': route.permission,
    security: route.permission === 'public' ? [] : [{ bearer: [] }],
    parameters: [
      ...parameters(name, 'path', params),
      ...parameters(name, 'query', query),
      ...(route.versioned ? [header('If-Match', true, headerTexts.ifMatch, ifMatch, '"3"')] : []),
      ...(route.idempotent
        ? [
            header(
              'Idempotency-Key',
              false,
              headerTexts.idempotencyKey,
              idempotencyKey,
              '7c1a5e0e-0d5f-4b8e-9a51-2f6f0d3f8b11',
            ),
          ]
        : []),
      ...(route.revalidates
        ? [
            header('If-None-Match', false, headerTexts.ifNoneMatch, z.string(), exampleTag),
            header('If-Modified-Since', false, headerTexts.ifModifiedSince, z.string(), exampleDate),
          ]
        : []),
      ...(route.lasting
        ? [header('If-None-Match', false, headerTexts.ifNoneMatch, z.string(), exampleTag)]
        : []),
      ...(route.ranged
        ? [
            header('Range', false, headerTexts.range, z.string(), 'bytes=1000-'),
            header('If-Range', false, headerTexts.ifRange, z.string(), exampleTag),
          ]
        : []),
      ...(secretHeader === undefined ? [] : [header(secretHeader, true, headerTexts.secret, z.string())]),
    ],
    ...(body && { requestBody: { required: true, content: json(name, body, 'input') } }),
    // OpenAPI 3.1: a body of raw bytes has no schema.
    ...(raw && { requestBody: { required: true, content: bytes(raw) } }),
    responses: {
      [status]: {
        description: 'Done',
        ...(response instanceof z.ZodObject && 'version' in response.shape && { headers: etag }),
        ...(route.revalidates && { headers: validators }),
        ...((route.lasting || route.ranged) && { headers: fileTag }),
        content: { ...bytes(route.streams ?? []), ...(response && json(name, response, 'output')) },
      },
      ...(route.revalidates && { 304: { description: 'It has not changed', headers: validators } }),
      ...(route.lasting && { 304: { description: 'It has not changed', headers: fileTag } }),
      ...(route.ranged && {
        206: { description: 'The part', headers: partHeaders, content: bytes(route.streams ?? []) },
      }),
      ...problems([...anyRoute, ...route.errors]),
    },
  };
}

const bytes = (mediaTypes: true | readonly string[]): Json =>
  Object.fromEntries(
    (mediaTypes === true ? ['application/octet-stream'] : mediaTypes).map((mediaType) => [mediaType, {}]),
  );

function json(name: string, contract: z.ZodType, io: 'input' | 'output'): Json {
  const schema = schemaOf(contract, io);
  return { 'application/json': { schema, example: exampleOf(schema, [name]) } };
}

function parameters(
  route: string,
  where: 'path' | 'query',
  contract: z.ZodType | undefined,
): readonly Json[] {
  if (!(contract instanceof z.ZodObject)) return [];
  return Object.entries(contract.shape).map(([name, part]: [string, z.ZodType]) => {
    const leftOut = part.safeParse(undefined);
    // `schemaOf` knows no default for a parameter that arrives as text and becomes a number.
    const schema = { ...schemaOf(part, 'input'), ...(leftOut.success && { default: leftOut.data }) };
    const said = keysOf([route, name]).find((key) => Object.hasOwn(parameterTexts, key));
    return {
      name,
      in: where,
      required: where === 'path' || !leftOut.success,
      ...(where === 'query' && said !== undefined && { description: parameterTexts[said] }),
      schema,
      example: exampleOf(schema, [route, name]),
    };
  });
}

const header = (
  name: string,
  required: boolean,
  description: string,
  contract: z.ZodType,
  example?: string,
): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: schemaOf(contract, 'input'),
  ...(example !== undefined && { example }),
});

const etag = {
  ETag: { description: headerTexts.etag, schema: schemaOf(ifMatch, 'input'), example: '"3"' },
} as const;

const exampleTag = '"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"';
const exampleDate = 'Mon, 02 Mar 2026 01:00:00 GMT';
const fileTag = {
  ETag: { description: headerTexts.entityTag, schema: { type: 'string' }, example: exampleTag },
} as const;
const partHeaders = {
  ...fileTag,
  'Content-Range': {
    description: headerTexts.contentRange,
    schema: { type: 'string' },
    example: 'bytes 1000-1999/2000',
  },
} as const;
const validators = {
  ...fileTag,
  'Last-Modified': {
    description: headerTexts.lastModified,
    schema: { type: 'string' },
    example: exampleDate,
  },
} as const;
