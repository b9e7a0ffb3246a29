// Writes docs/house.md, a picture of the project by its imports, with figures: `node scripts/house.ts`. With --check it only says
// whether the file is up to date, with --list it names the duplicates. Circles of imports are refused in each case.

import { readFileSync, writeFileSync } from 'node:fs';
import { circlesOf } from './house/circles.ts';
import { duplicates, longestFiles, longestFunctions, namesTwice } from './house/figures.ts';
import type { Lines } from './house/figures.ts';
import { sourceFiles } from './house/source-files.ts';

const target = 'docs/house.md';

/** A room is a folder of the server's capabilities and edges, or a top folder. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'server' && second.includes('.') ? 'server' : top === 'server' ? `server/${second}` : top;
}

const files = sourceFiles(['protocol', 'domain', 'server', 'client', 'simulation']);
const circles = circlesOf([...files, ...sourceFiles(['demo', 'bench', 'test', 'deploy', 'scripts'])]);

const imports = new Map<string, Map<string, number>>();
const counts = new Map<string, number>();
for (const { path, imports: specifiers } of files) {
  const room = roomOf(path);
  counts.set(room, (counts.get(room) ?? 0) + 1);
  for (const to of specifiers.map(roomOf)) {
    if (to === room) continue;
    const of = imports.get(room) ?? new Map<string, number>();
    of.set(to, (of.get(to) ?? 0) + 1);
    imports.set(room, of);
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const idOf = (room: string): string => room.replace('/', '_');
const wiring = new Set(['server', 'server/wiring']);
const ground = new Set(['protocol', 'domain']);

const nodes = [...counts].sort(byName).map(([room, count]) => `  ${idOf(room)}["${room} (${count})"]`);
// Every room may use protocol and domain, and the wiring uses every room: lines for these would hide the others.
const lines = [...imports]
  .sort(byName)
  .filter(([room]) => !wiring.has(room))
  .flatMap(([room, of]) =>
    [...of]
      .sort(byName)
      .filter(([to]) => !ground.has(to))
      .map(([to]) => `  ${idOf(room)} --> ${idOf(to)}`),
  );
const rows = [...counts].sort(byName).map(([room, count]) => {
  const of = [...(imports.get(room) ?? [])].sort(byName).map(([to, times]) => `${to} (${times})`);
  return `| ${room} | ${count} | ${of.join(', ') || '–'} |`;
});

/** In tens, so that the page changes only when a length does. */
const listed = (longest: readonly Lines[]): string =>
  longest
    .slice(0, 5)
    .map(
      ({ name, lines }) =>
        `${name.replace(/ \((.*)\)$/, ' (`$1`)').replace(/^(\S*\/\S*)$/, '`$1`')}: ${Math.ceil(lines / 10) * 10}`,
    )
    .join('<br>');
const twice = namesTwice(files);
const copies = duplicates(files);

const picture = `# The house by its imports

Written by \`node scripts/house.ts\` from the imports of the code; \`npm run check\` fails when it is out of date.

An arrow means "imports". Left out: \`protocol\` and \`domain\`, which every room may import, and \`server/wiring\`, which imports every
room of the server. In brackets: the number of files.

\`\`\`mermaid
flowchart LR
${[...nodes, ...lines].join('\n')}
\`\`\`

| room | files | imports (times) |
| --- | --- | --- |
${rows.join('\n')}

## Figures

Of the same rooms; \`node scripts/house.ts --list\` names what is only counted here. Lengths are rounded up to tens of lines.

| figure | now |
| --- | --- |
| files | ${files.length} |
| longest files, in lines of code | ${listed(longestFiles(files))} |
| longest functions | ${listed(longestFunctions(files))} |
| circles of files, by imports of values and types | ${circles.length} |
| exported names that several files declare (a component may have the name of what it shows) | ${twice.size} |
| duplicates of ten lines or more | ${copies.length} |
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const plain = (text: string): string => text.replaceAll(/[ -]+/g, ' ');
for (const circle of circles) {
  print(`circle of imports: ${circle.join(' → ')}`);
  process.exitCode = 1;
}
if (process.argv.includes('--list')) {
  for (const [name, paths] of [...twice].sort(byName)) print(`${name}: ${paths.join(', ')}`);
  for (const { lines, places } of copies) print(`${lines} lines: ${places.join(' = ')}`);
} else if (process.argv.includes('--check')) {
  // Formatted, the columns of the table have another width.
  if (plain(readFileSync(target, 'utf8')) !== plain(picture)) {
    print(`${target} is out of date: node scripts/house.ts, then npm run format`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, picture);
}
