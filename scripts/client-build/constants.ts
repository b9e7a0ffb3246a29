import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Runs each module named `*.constant.ts` when the pages are built; the pages get only what it exports, as JSON. So they
 * know what follows from the contract (which answers fit it, which topic an event is of) without its schemas and zod.
 */
export const constants: Plugin = {
  name: 'constants',
  enforce: 'pre',
  load: {
    filter: { id: /\.constant\.ts$/ },
    async handler(id) {
      const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(id).href);
      return written(exported);
    },
  },
};

/** The source of a module that exports these values; a part that is in several places is written once. */
function written(exported: Readonly<Record<string, unknown>>): string {
  const shared = sharedIn(exported);
  const names = new Map<object, string>();
  const lines: string[] = [];
  const write = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const known = names.get(value);
    if (known !== undefined) return known;
    const text = Array.isArray(value)
      ? `[${value.map(write).join(',')}]`
      : `{${Object.entries(value)
          .map(([key, part]) => `${JSON.stringify(key)}:${write(part)}`)
          .join(',')}}`;
    if (!shared.has(value)) return text;
    const name = `shared${names.size}`;
    lines.push(`const ${name} = ${text};`);
    names.set(value, name);
    return name;
  };
  for (const [name, value] of Object.entries(exported)) lines.push(`export const ${name} = ${write(value)};`);
  return lines.join('\n');
}

function sharedIn(value: unknown): ReadonlySet<object> {
  const [seen, shared] = [new Set<object>(), new Set<object>()];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (seen.has(part)) return void shared.add(part);
    seen.add(part);
    Object.values(part).forEach(visit);
  };
  visit(value);
  return shared;
}
