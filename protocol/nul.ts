/**
 * Whether a message has a NUL character in any of its strings. No input of a person makes one, and PostgreSQL keeps none,
 * so both edges refuse them before anything else is looked at. It does not recurse: a message may be nested as deep as it fits.
 */
export function hasNul(message: unknown): boolean {
  const open: unknown[] = [message];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string' && value.includes('\0')) return true;
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) open.push(part);
  }
  return false;
}
