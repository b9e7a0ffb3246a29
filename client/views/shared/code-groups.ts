/** A code in two groups, as people read it out. */
export const inGroups = (code: string): string =>
  `${code.slice(0, code.length / 2)}-${code.slice(code.length / 2)}`;
