import { z } from 'zod';
import { commands } from '../../protocol/commands.ts';
import { mediaRequests } from '../../protocol/media.ts';
import { exampleOf } from '../../protocol/rest/openapi/examples.ts';
import { schemaOf } from '../../protocol/rest/openapi/schema-of.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { routes } from '../../protocol/rest/routes.ts';
import { edges } from '../../test/support/rest/limits.ts';
import { type Asking, outcomeOf } from './ask.ts';
import { routeInputs } from './route-inputs.ts';
import { commandInputs, mediaInputs } from './socket-inputs.ts';
import type { World } from './world.ts';

/** A request with one field at one of its limits, and the name of that limit. */
export interface Trial {
  readonly limit: string;
  readonly send: () => Promise<string>;
}

/** A route or a request on the socket, with a trial for each limit of each of its fields. */
export interface Limited {
  readonly name: string;
  readonly prepare: () => Promise<readonly Trial[]>;
}

const fields = z.record(z.string(), z.unknown());
const queryOf = (value: unknown): NonNullable<Asking['query']> =>
  Object.fromEntries(Object.entries(fields.parse(value)).map(([key, each]) => [key, String(each)]));

/** Every text, list and number of every contract at its limits, in an otherwise valid request. */
export function limitsOf(world: World): readonly Limited[] {
  const rest = Object.entries(routeInputs).map(([name, [{ asking }]]): Limited => ({
    name,
    prepare: async () => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key of the table of routes
      const route = name as keyof typeof routes;
      const { query, body }: RouteContract = routes[route];
      const made = await asking(world);
      const trial = (limit: string, change: Asking): Trial => ({
        limit,
        send: async () => outcomeOf(await world.call(route, { ...made, ...change })),
      });
      return [
        ...trialsOf('query', query, name, made.query ?? {}, (value) => ({ query: queryOf(value) }), trial),
        ...trialsOf('body', body, name, made.body, (value) => ({ body: value }), trial),
      ];
    },
  }));
  const contracts: Readonly<Record<string, { readonly payload: z.ZodType }>> = {
    ...mediaRequests,
    ...commands,
  };
  const socket = Object.entries({ ...mediaInputs, ...commandInputs })
    // These would end the meeting or connection that all other trials use.
    .filter(([type]) => !['leave', 'conference.start', 'conference.end'].includes(type))
    .map(([type, [{ asking }]]): Limited => ({
      name: type,
      prepare: async () => {
        const { by, payload } = await asking(world);
        const send = (limit: string, value: unknown): Trial => ({
          limit,
          send: () => by.outcome(type, fields.parse(value)),
        });
        return trialsOf('payload', contracts[type]?.payload, type, payload, (value) => value, send);
      },
    }));
  return [...rest, ...socket];
}

function trialsOf<T>(
  where: string,
  contract: z.ZodType | undefined,
  name: string,
  good: unknown,
  changed: (value: unknown) => T,
  trial: (limit: string, change: T) => Trial,
): readonly Trial[] {
  if (contract === undefined) return [];
  const schema = schemaOf(contract, 'input');
  return [...edges(schema, good ?? exampleOf(schema.oneOf?.[0] ?? schema, [name]), name)].map(
    ({ field, limit, value }) =>
      trial(`${[where, field].filter(Boolean).join('.')} ${limit}`, changed(value)),
  );
}
