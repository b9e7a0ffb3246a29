import { z } from 'zod';

export type Json = Readonly<Record<string, unknown>>;

/** `unrepresentable`: what a transform makes of a value has no schema; what comes in has. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): z.core.JSONSchema.JSONSchema {
  const { $schema: _said, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
