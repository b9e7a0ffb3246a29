import type { SourceFile } from './source-files.ts';

/**
 * The circles among files, by imports of values and of types: files each of which reaches all others of its circle. Strongly connected
 * components, by Tarjan's algorithm (SIAM Journal on Computing 1, 1972).
 */
export function circlesOf(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const imports = new Map(files.map((file) => [file.path, file.imports]));
  const circles: string[][] = [];
  const found = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();

  const visit = (path: string): number => {
    const index = found.size;
    found.set(path, index);
    open.push(path);
    isOpen.add(path);
    let low = index;
    for (const next of imports.get(path) ?? []) {
      if (!imports.has(next)) continue;
      if (!found.has(next)) low = Math.min(low, visit(next));
      else if (isOpen.has(next)) low = Math.min(low, found.get(next) ?? low);
    }
    if (low === index) {
      const circle = open.splice(open.indexOf(path));
      for (const each of circle) isOpen.delete(each);
      if (circle.length > 1 || imports.get(path)?.includes(path) === true) circles.push(circle);
    }
    return low;
  };

  for (const { path } of files) if (!found.has(path)) visit(path);
  return circles;
}
