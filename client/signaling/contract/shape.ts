import { isErrorCode } from '../../../protocol/errors.ts';

/**
 * What a page checks of a value that reaches it as JSON before it relies on the value's type. The schemas of the
 * contract say more (limits, formats, patterns); these are the server's to keep.
 */
export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'error-code'
  | 'anything'
  | { readonly values: readonly (string | number | boolean | null)[] }
  | { readonly optional: Shape }
  | { readonly anyOf: readonly Shape[] }
  | { readonly list: Shape }
  | { readonly record: Shape }
  | { readonly tuple: readonly Shape[] }
  | { readonly fields: Readonly<Record<string, Shape>> }
  /** The value of this field, a text or a truth value, says which of the shapes it is. */
  | { readonly by: string; readonly cases: Readonly<Record<string, Shape>> };

/** Where in the value, named `at`, the first part is that does not have the shape; undefined if all have. */
export function misfit(shape: Shape, value: unknown, at: string): string | undefined {
  if (typeof shape === 'string') return isOfKind(shape, value) ? undefined : at;
  if ('optional' in shape) return value === undefined ? undefined : misfit(shape.optional, value, at);
  if ('values' in shape) return shape.values.some((each) => each === value) ? undefined : at;
  if ('anyOf' in shape) return shape.anyOf.some((each) => !misfit(each, value, at)) ? undefined : at;
  if ('list' in shape) {
    return Array.isArray(value)
      ? first(value, (part, index) => misfit(shape.list, part, `${at}.${index}`))
      : at;
  }
  if ('tuple' in shape) {
    if (!Array.isArray(value)) return at;
    return first(shape.tuple, (part, index) => misfit(part, value[index], `${at}.${index}`));
  }
  if (!isObject(value)) return at;
  if ('record' in shape) {
    return first(Object.entries(value), ([key, part]) => misfit(shape.record, part, `${at}.${key}`));
  }
  if ('fields' in shape) {
    return first(Object.entries(shape.fields), ([key, part]) => misfit(part, value[key], `${at}.${key}`));
  }
  const key = String(value[shape.by]);
  const found = Object.hasOwn(shape.cases, key) ? shape.cases[key] : undefined;
  return found ? misfit(found, value, at) : `${at}.${shape.by}`;
}

type Check<T> = (value: unknown) => value is T;

/** Makes a check that a value has the shape, which must be that of `T`. */
export const shapedAs =
  <T>(shape: Shape): Check<T> =>
  (value): value is T =>
    misfit(shape, value, '') === undefined;

function isOfKind(kind: Extract<Shape, string>, value: unknown): boolean {
  if (kind === 'anything') return true;
  return kind === 'error-code' ? isErrorCode(value) : typeof value === kind;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function first<Part>(
  parts: readonly Part[],
  misfitOf: (part: Part, index: number) => string | undefined,
): string | undefined {
  for (const [index, part] of parts.entries()) {
    const found = misfitOf(part, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
