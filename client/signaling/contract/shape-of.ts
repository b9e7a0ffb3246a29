import { z } from 'zod';
import { errors } from '../../../protocol/errors.ts';
import type { Shape } from './shape.ts';

const known = new Map<z.core.$ZodType, Shape>();

/** The shape of what a schema lets through. For `*.constant.ts`: the pages have no schemas. */
export function shapeOf(schema: z.core.$ZodType): Shape {
  const shape = known.get(schema) ?? made(schema);
  known.set(schema, shape);
  return shape;
}

function made(schema: z.core.$ZodType): Shape {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return 'string';
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodUnknown) return 'anything';
  if (schema instanceof z.ZodNull) return { values: [null] };
  if (schema instanceof z.ZodEnum) return { values: schema.options };
  if (schema instanceof z.ZodLiteral) return { values: [...schema.values].map(plain) };
  if (schema instanceof z.ZodOptional) return { optional: shapeOf(schema.unwrap()) };
  if (schema instanceof z.ZodNullable) return { anyOf: [shapeOf(schema.unwrap()), { values: [null] }] };
  if (schema instanceof z.ZodDefault) return shapeOf(schema.unwrap());
  if (schema instanceof z.ZodPipe) return shapeOf(schema.out);
  if (schema instanceof z.ZodArray) return { list: shapeOf(schema.element) };
  if (schema instanceof z.ZodRecord) return { record: shapeOf(schema.valueType) };
  if (schema instanceof z.ZodTuple) return { tuple: schema.def.items.map(shapeOf) };
  if (schema instanceof z.ZodDiscriminatedUnion) return chosenBy(schema.def.discriminator, schema.options);
  if (schema instanceof z.ZodUnion) return { anyOf: schema.options.map(shapeOf) };
  if (schema instanceof z.ZodObject) return { fields: mapped(schema.shape) };
  if (schema instanceof z.ZodCustom && isErrorCodes(schema)) return 'error-code';
  throw new TypeError(`a schema of the contract has no shape: ${schema._zod.def.type}`);
}

const mapped = (shape: z.core.$ZodShape): Readonly<Record<string, Shape>> =>
  Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, shapeOf(schema)]));

function chosenBy(by: string, options: readonly z.core.$ZodType[]): Shape {
  const cases = options.flatMap((option) => {
    const values = option._zod.propValues?.[by];
    if (!values) throw new TypeError(`an option of a union has no literal ${by}`);
    return [...values].map((value) => [String(value), shapeOf(option)] as const);
  });
  return { by, cases: Object.fromEntries(cases) };
}

function plain(value: z.core.util.Literal): string | number | boolean | null {
  if (value === undefined || typeof value === 'bigint') throw new TypeError('JSON has no such literal');
  return value;
}

const isErrorCodes = (schema: z.ZodType): boolean =>
  Object.keys(errors).every((code) => schema.safeParse(code).success) && !schema.safeParse('none').success;
