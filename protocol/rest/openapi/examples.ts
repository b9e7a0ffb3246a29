import type { z } from 'zod';
import { exampleValues } from './example-values.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/** The example of a text for which no value is known. */
export const anyText = '…';

/** Fields of the contract that an example leaves out, because they apply only to a special case. */
const leftOut: ReadonlySet<string> = new Set(['clashes.recorder', 'clashes.occurrenceStartsAtMs']);

/**
 * A value that the schema allows and that tells the reader something: from `exampleValues`, or if these have
 * none, the first word, the first branch, the least number.
 *
 * @param place the route (`meeting.create`), then the fields on the way to the value; list positions are left
 *   out
 */
export function exampleOf(schema: Schema, place: readonly string[]): unknown {
  if (schema.const !== undefined) return schema.const;
  const known = keysOf(place).find((key) => Object.hasOwn(exampleValues, key));
  if (known !== undefined) return exampleValues[known];
  if (saysSomething(schema.default)) return schema.default;
  if (schema.enum) return schema.enum[0];
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return exampleOf(branches.find(({ type }) => type !== 'null') ?? {}, place);
  return ofType(schema, place);
}

function ofType(schema: Schema, place: readonly string[]): unknown {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  switch (types.find((type) => type !== 'null')) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .map(([name, part]) => [[...place, name], part] as const)
          .filter(([within]) => !keysOf(within).some((key) => leftOut.has(key)))
          .map(([within, part]) => [within.at(-1), exampleOf(asSchema(part), within)]),
      );
    case 'array':
      return [exampleOf(asSchema(schema.items), place)];
    case 'string':
      return anyText;
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0);
    case 'boolean':
      return false;
    case undefined:
      return {};
    default:
      return null;
  }
}

const asSchema = (schema: Schema['items']): Schema =>
  typeof schema === 'object' && !Array.isArray(schema) ? schema : {};

const saysSomething = (preset: unknown): boolean =>
  preset !== undefined && preset !== null && preset !== '' && !(Array.isArray(preset) && preset.length === 0);

/** From the most specific key to the last field alone; none for a whole body. */
export function keysOf([route = '', ...fields]: readonly string[]): readonly string[] {
  if (fields.length === 0) return [];
  const [part = ''] = route.split('.');
  const suffixes = fields.map((_, index) => fields.slice(index).join('.'));
  return [`${route}.${suffixes[0]}`, `${part}.${suffixes[0]}`, ...suffixes];
}
