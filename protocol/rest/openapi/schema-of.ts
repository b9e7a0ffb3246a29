import { z } from 'zod';

export type Json = Readonly<Record<string, unknown>>;

/** `unrepresentable`: the output of a transform has no schema; its input has one. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): z.core.JSONSchema.JSONSchema {
  const { $schema: _said, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
