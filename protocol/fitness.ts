/** Deeper than anything in the contract; RTP parameters, the deepest, have half of it. */
const mostLevels = 16;

/**
 * Why no edge takes a value, before anything else is looked at; undefined where it may. PostgreSQL keeps neither NUL
 * characters nor halves of surrogate pairs, and no input of a person makes one; what is nested without end would overflow
 * the stack of whoever follows it down.
 */
export function unfit(value: unknown, levelsLeft = mostLevels): string | undefined {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed()
      ? 'no NUL characters, no halves of pairs'
      : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (levelsLeft === 0) return 'nested too deeply';
  for (const each of Object.values(value)) {
    const reason = unfit(each, levelsLeft - 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
