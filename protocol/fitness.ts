/** Deeper than anything in the contract: RTP parameters, the deepest, have half as many levels. */
const mostLevels = 16;

/**
 * Why every edge refuses a value before it checks anything else; undefined if it does not. PostgreSQL stores
 * neither NUL characters nor halves of surrogate pairs, and no person types them. Endless nesting would
 * overflow the stack of a recursive function.
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
