/** The list with one entry moved by one place; unchanged at either end. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  const other = ids[to];
  return from < 0 || other === undefined ? [...ids] : ids.with(from, other).with(to, id);
}
