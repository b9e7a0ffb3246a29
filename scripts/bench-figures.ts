// Checks that the figures in docs/performance.md were measured with the current benches. Each section there
// has a mark with its figures, `<!-- bench NAME: measured with HASH -->`: the hash of the bench's own files,
// because a shallow history has no dates of them. `node scripts/bench-figures.ts` prints each fault on a
// line, and exits with 1 if there is any; `node scripts/bench-figures.ts NAME…` writes the marks of benches
// whose figures were measured again.

import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Matches a mark: the name of a bench, and the hash of its files, or undefined where its figures are still to
 * be measured.
 */
const mark = /<!-- bench (?<name>[\w-]+): (?:measured with (?<hash>[\da-f]+)|to be measured) -->/g;
const command = /`npm run bench -- (?<name>[\w-]+)/g;
const table = /^\|.*\n\|[ -:|]+\n/m;

/**
 * The faults of the marks in a text in which each section has the figures of benches.
 * @param hashOf returns the current hash of a bench's files
 */
export function faults(text: string, hashOf: (name: string) => string): readonly string[] {
  return text.split(/^(?=## )/m).flatMap((section) => {
    const marks = new Map(
      [...section.matchAll(mark)].map(({ groups }) => [groups?.['name'], groups?.['hash']]),
    );
    const told = new Set([...section.matchAll(command)].map(({ groups }) => groups?.['name'] ?? ''));
    return [...told].flatMap((name) => {
      if (!marks.has(name)) return [`${name}: its figures have no mark`];
      const hash = marks.get(name);
      if (hash === undefined) return table.test(section) ? [`${name}: to be measured, and has figures`] : [];
      return hash === hashOf(name) ? [] : [`${name}: its bench has changed since its figures were measured`];
    });
  });
}

/** Returns the text with the marks of these benches set to the current hashes. */
export const marked = (text: string, names: readonly string[], hashOf: (name: string) => string): string =>
  text.replaceAll(mark, (before: string, name: string) =>
    names.includes(name) ? `<!-- bench ${name}: measured with ${hashOf(name)} -->` : before,
  );

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * The hash of a bench's main file and its load, which can be in its folder. Excludes the other files, which
 * grow with the service, such as an input for each new route.
 */
export function hashOfBench(name: string): string {
  const files = globSync([`bench/${name}.ts`, `bench/${name}-load.ts`, `bench/${name}/*load.ts`], {
    cwd: root,
  });
  if (files.length === 0) throw new Error(`there is no bench ${name}`);
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(readFileSync(`${root}${file}`));
  return hash.digest('hex').slice(0, 12);
}

if (import.meta.main) {
  const file = `${root}docs/performance.md`;
  const text = readFileSync(file, 'utf8');
  const names = process.argv.slice(2);
  if (names.length > 0) writeFileSync(file, marked(text, names, hashOfBench));
  else {
    const found = faults(text, hashOfBench);
    for (const fault of found) process.stdout.write(`${fault}\n`);
    if (found.length > 0) {
      process.stdout.write(
        'Measure again, or remove the figures; then run: node scripts/bench-figures.ts NAME\n',
      );
    }
    process.exitCode = found.length > 0 ? 1 : 0;
  }
}
