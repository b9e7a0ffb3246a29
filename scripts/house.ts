// Writes docs/house.md, a picture of the project by its imports: `node scripts/house.ts`. With --check it only says whether the file
// is up to date.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const target = 'docs/house.md';
const relativeImport = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/** A room is a folder of the server's capabilities and edges, or a top folder. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'server' && second.includes('.') ? 'server' : top === 'server' ? `server/${second}` : top;
}

const rooms = ['protocol', 'domain', 'server', 'client', 'simulation'];
const files = execFileSync('git', ['ls-files', '-z', ...rooms], { encoding: 'utf8' })
  .split('\0')
  .filter((file) => /\.tsx?$/.test(file));

const imports = new Map<string, Map<string, number>>();
const counts = new Map<string, number>();
for (const file of files) {
  const room = roomOf(file);
  counts.set(room, (counts.get(room) ?? 0) + 1);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(relativeImport)) {
    const to = roomOf(normalize(join(dirname(file), specifier)));
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
`;

const plain = (text: string): string => text.replaceAll(/[ -]+/g, ' ');
if (process.argv.includes('--check')) {
  const current = readFileSync(target, 'utf8');
  // Formatted, the columns of the table have another width.
  if (plain(current) !== plain(picture)) {
    process.stdout.write(`${target} is out of date: node scripts/house.ts, then npm run format\n`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, picture);
}
