import { z } from 'zod';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/**
 * Every place of an id in a route's parameters, query and body, in order: `params.meetingId`,
 * `body.invitations[].inviteeId`, `query.cursor[]` for one inside a cursor.
 */
export function idFieldsOf(route: RouteContract): readonly string[] {
  return (['params', 'query', 'body'] as const)
    .flatMap((part) => (route[part] ? idPlaces(route[part], part) : []))
    .sort();
}

/** Every place of an id in the values of a schema; each place begins with `root`. */
export function idPlaces(described: z.ZodType, root: string): readonly string[] {
  const found = new Set<string>();
  const walk = (schema: unknown, place: string): void => {
    if (!isSchema(schema)) return;
    if (schema.format === 'uuid') found.add(place);
    for (const [name, part] of Object.entries(schema.properties ?? {})) walk(part, `${place}.${name}`);
    for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
      walk(branch, place);
    }
    const items = [schema.items ?? []].flat();
    for (const item of [...items, ...(schema.prefixItems ?? [])]) walk(item, `${place}[]`);
    walk(schema.additionalProperties, `${place}{}`);
  };
  // The input of a cursor is text; its output shows the ids.
  for (const io of ['input', 'output'] as const) {
    walk(z.toJSONSchema(described, { io, unrepresentable: 'any', reused: 'inline' }), root);
  }
  return [...found];
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

type Tree = { readonly [name: string]: unknown };
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The variants of a request with the ids at one place from another request: in a list, each of them alone, and
 * each before the existing ones. Empty where the other request has nothing at the place.
 * @param place in the format of `idFieldsOf`
 */
export function withIdsOf<Request extends object>(
  place: string,
  request: Request,
  other: Request,
): readonly Request[] {
  const steps = place.replace(/^query\.cursor\[\]$/, 'query.cursor').split('.');
  return replaced(request, other, steps).map((changed) => ({ ...request, ...(isTree(changed) && changed) }));
}

function replaced(into: unknown, from: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return from === undefined ? [] : [from];
  if (!isTree(into) || !isTree(from)) return [];
  const name = step.replace(/\[\]$/, '');
  const [there, theirs] = [into[name], from[name]];
  const set = (value: unknown) => ({ ...into, [name]: value });
  if (!step.endsWith('[]')) return replaced(there ?? {}, theirs, rest).map(set);
  if (!Array.isArray(theirs)) return [];
  const key = rest[0]?.replace(/\[\]$/, '');
  const foreign: readonly unknown[] = theirs.filter(
    (one) => key === undefined || (isTree(one) && one[key] !== undefined),
  );
  const stood: readonly unknown[] = Array.isArray(there) ? there : [];
  return [
    ...foreign.map((one) => [one]),
    ...(stood.length > 0 ? foreign.map((one) => [one, ...stood]) : []),
  ].map(set);
}
