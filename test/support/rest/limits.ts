import type { z } from 'zod';
import { exampleOf } from '../../../protocol/rest/openapi/examples.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/** A value with one field beyond or at one of its limits. */
export interface Trial {
  /** The path of the field, as problems name it: `agenda.0.title`. */
  readonly field: string;
  readonly limit: string;
  readonly value: unknown;
}

const unknownWord = 'khong-co';
const extraField = 'themVao';

/** Yields the value with one field beyond one of its limits, for each field and limit. */
export function* breaches(schema: Schema, value: unknown, route: string): Generator<Trial> {
  for (const { field, schema: part, value: given, within } of fieldsOf(schema, value, [route])) {
    for (const [limit, beyond] of beyondEach(part, given)) {
      // HTTP's JSON parser refuses this value first.
      if (field === '' && beyond === null) continue;
      yield { field, limit, value: within(beyond) };
    }
    for (const missing of part.required ?? []) {
      const { [missing]: _left, ...rest } = asObject(given);
      yield { field: join(field, missing), limit: 'required', value: within(rest) };
    }
  }
}

/** Yields the value with one field at one of its limits, for each field and limit. */
export function* edges(schema: Schema, value: unknown, route: string): Generator<Trial> {
  for (const { field, schema: part, value: given, within } of fieldsOf(schema, value, [route])) {
    for (const [limit, at] of atEach(part, given)) yield { field, limit, value: within(at) };
  }
}

/** The fields of the schema with text, lists or numbers without a limit. */
export function* endless(schema: Schema, value: unknown, route: string): Generator<string> {
  for (const { field, schema: part, value: given } of fieldsOf(schema, value, [route])) {
    const { enum: words, const: word, format = '', pattern } = part;
    if (words !== undefined || word !== undefined) continue;
    if (isOf(part, 'string') && part.maxLength === undefined && !['uuid', 'date'].includes(format)) {
      if (pattern === undefined || matches(pattern, String(given).padEnd(10_000, '1'))) yield field;
    }
    if (isOf(part, 'array') && part.maxItems === undefined) yield field;
    if (isOf(part, 'integer') || isOf(part, 'number')) {
      const { minimum = -Infinity, maximum = Infinity } = part;
      if (minimum <= Number.MIN_SAFE_INTEGER || maximum >= 9e15) yield field;
    }
  }
}

interface Field {
  readonly field: string;
  readonly schema: Schema & { readonly nullable?: boolean };
  readonly value: unknown;
  /** The whole value with another value in this field. */
  readonly within: (other: unknown) => unknown;
}

/** Every field of every branch, the value itself first. */
function* fieldsOf(schema: Schema, value: unknown, place: readonly string[]): Generator<Field> {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    const nullable = branches.some(({ type }) => type === 'null');
    for (const branch of branches.filter(({ type }) => type !== 'null')) {
      const only = branches.length === (nullable ? 2 : 1);
      const given = only && value !== null ? value : exampleOf(branch, [...place, ...kindOf(branch)]);
      for (const each of fieldsOf(branch, given, place)) {
        yield each.field === '' ? { ...each, schema: { ...each.schema, nullable } } : each;
      }
    }
    return;
  }
  yield { field: '', schema, value, within: (other) => other };
  if (isOf(schema, 'object')) {
    const given = asObject(value);
    for (const [name, part] of Object.entries(schema.properties ?? {})) {
      const within = [...place, name];
      for (const each of fieldsOf(asSchema(part), given[name] ?? exampleOf(asSchema(part), within), within)) {
        yield deeper(each, name, (other) => ({ ...given, [name]: other }));
      }
    }
  }
  if (isOf(schema, 'array')) {
    const [first, ...rest] = asList(value);
    for (const each of fieldsOf(asSchema(schema.items), first, place)) {
      yield deeper(each, '0', (other) => [other, ...rest]);
    }
  }
}

/** The constant that distinguishes a branch from the others. */
const kindOf = ({ properties }: Schema): readonly string[] => {
  const { const: kind } = asSchema(properties?.['kind']);
  return typeof kind === 'string' ? [`kind:${kind}`] : [];
};

const deeper = (each: Field, name: string, around: (other: unknown) => unknown): Field => ({
  ...each,
  field: join(name, each.field),
  within: (other) => around(each.within(other)),
});

function* beyondEach(schema: Field['schema'], value: unknown): Generator<readonly [string, unknown]> {
  if (schema.nullable !== true && !typesOf(schema).includes('null')) yield ['not null', null];
  if (isOf(schema, 'string')) {
    yield ['a text', 12_345];
    const { enum: words, const: word, maxLength, minLength = 0, pattern, format } = schema;
    if (words ?? word) {
      yield ['one of its words', unknownWord];
      return;
    }
    const text = String(value);
    yield ['no NUL characters', `${text}\0`];
    yield ['no halves of pairs', `${text}\u{d800}`];
    if (maxLength !== undefined)
      yield [`at most ${maxLength} characters`, longer(text, maxLength + 1, pattern, 5)];
    if (minLength > 0) yield [`at least ${minLength} characters`, text.slice(0, minLength - 1)];
    if (pattern ?? format) {
      for (const wrong of malformed(text, schema))
        yield [`well-formed (${JSON.stringify(wrong)} is not)`, wrong];
    }
  }
  if (isOf(schema, 'boolean')) yield ['true or false', 'true'];
  if (isOf(schema, 'integer') || isOf(schema, 'number')) {
    yield ['a number', 'x'];
    if (isOf(schema, 'integer')) yield ['a whole number', Number(value) + 0.5];
    if (schema.minimum !== undefined) yield [`at least ${schema.minimum}`, schema.minimum - 1];
    if (schema.maximum !== undefined) yield [`at most ${schema.maximum}`, schema.maximum + 1];
  }
  if (isOf(schema, 'array')) {
    yield ['a list', { 0: asList(value)[0] }];
    const { minItems = 0, maxItems } = schema;
    if (minItems > 0) yield [`at least ${minItems} items`, asList(value).slice(0, minItems - 1)];
    if (maxItems !== undefined) yield [`at most ${maxItems} items`, times(value, maxItems + 1)];
  }
  if (isOf(schema, 'object')) {
    yield ['an object', [value]];
    if (schema.additionalProperties === false) {
      yield [`no field of the name ${extraField}`, { ...asObject(value), [extraField]: 1 }];
    }
  }
}

function* atEach(schema: Field['schema'], value: unknown): Generator<readonly [string, unknown]> {
  if (schema.nullable === true || typesOf(schema).includes('null')) yield ['null', null];
  for (const word of schema.enum ?? []) yield [JSON.stringify(word), word];
  if (schema.enum) return;
  if (isOf(schema, 'string')) {
    const { maxLength, minLength = 0, pattern } = schema;
    const text = String(value);
    if (maxLength !== undefined) yield [`${maxLength} characters`, longer(text, maxLength, pattern)];
    if (minLength > 0) yield [`${minLength} characters`, text.slice(0, minLength)];
  }
  if (isOf(schema, 'integer') || isOf(schema, 'number')) {
    const { minimum, maximum } = schema;
    for (const limit of [minimum, maximum]) if (limit !== undefined) yield [`${limit}`, limit];
  }
  if (isOf(schema, 'array')) {
    const { minItems = 0, maxItems } = schema;
    yield [`${minItems} items`, asList(value).slice(0, minItems)];
    if (maxItems !== undefined) yield [`${maxItems} items`, times(value, maxItems)];
  }
  if (isOf(schema, 'object') && schema.required) {
    const required = Object.entries(asObject(value)).filter(([name]) => schema.required?.includes(name));
    yield ['what is required and nothing else', Object.fromEntries(required)];
  }
}

/**
 * A text of that length, or slightly more, that fits the pattern.
 * @throws Error where the test knows none
 */
function longer(text: string, length: number, pattern: string | undefined, spare = 0): string {
  const fitting = (each: string) => pattern === undefined || matches(pattern, each);
  for (let most = length; most <= length + spare; most += 1) {
    const tries = [text.trim().padEnd(most, 'x'), `${'live,'.repeat(most).slice(0, most - 5)}ended`];
    const found = tries.find(fitting);
    if (found !== undefined) return found;
  }
  throw new Error(`no text of ${length} characters fits ${pattern}`);
}

/** Texts of an allowed length that do not fit the pattern or the format. */
function malformed(
  text: string,
  { pattern, format, maxLength = 500, minLength = 0 }: Schema,
): readonly string[] {
  const tries = [
    text.replace(/.$/, '\u{7}'),
    `${text}!`,
    `${text} ,${text}`,
    text.padEnd(200, '1'),
    'khong-phai',
    '2026-02-30',
  ];
  const wrong = tries.filter((each) => pattern === undefined || !matches(pattern, each));
  const fitting = wrong.filter(({ length }) => length >= minLength && length <= maxLength);
  // Valid format, but there is no such year.
  if (format === 'date') fitting.push('0000-01-01');
  if (fitting.length === 0) throw new Error(`nothing breaks ${pattern}`);
  return fitting;
}

const matches = (pattern: string, text: string): boolean => new RegExp(pattern, 'u').test(text);
const join = (...names: readonly string[]): string => names.filter((name) => name !== '').join('.');
/** That many items like the first, each with its own ids, because some lists name each thing once. */
const times = (value: unknown, count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, index) => {
    const suffix = index.toString(16).padStart(12, '0');
    const item = JSON.stringify(asList(value)[0]);
    return JSON.parse(
      item.replaceAll(/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)[0-9a-f]{12}/g, `$1${suffix}`),
    ) as unknown;
  });
const typesOf = ({ type }: Schema): readonly unknown[] => (Array.isArray(type) ? type : [type]);
const isOf = (schema: Schema, type: string): boolean => typesOf(schema).includes(type);
const asSchema = (schema: Schema['items']): Schema =>
  typeof schema === 'object' && !Array.isArray(schema) ? schema : {};
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
