type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** A copy without the keys whose value is undefined. */
export function defined<T extends object>(changes: T): Defined<T> {
  const kept: Defined<T> = {};
  for (const key in changes) if (changes[key] !== undefined) Object.assign(kept, { [key]: changes[key] });
  return kept;
}
