/** Two units may have the same name, so a unit is always shown with its parent. */
export const unitName = (name: string, parentName: string | null): string =>
  parentName === null ? name : `${name}, ${parentName}`;
