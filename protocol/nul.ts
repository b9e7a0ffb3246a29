/**
 * Whether a message has a NUL character in any of its strings. No input of a person makes one, and PostgreSQL keeps none,
 * so both edges refuse them before anything else is looked at.
 */
export const hasNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' && value !== null && Object.values(value).some(hasNul);
