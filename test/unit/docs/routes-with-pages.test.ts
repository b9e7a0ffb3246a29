import { globSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { routeNames } from '../../../protocol/rest/routes.ts';

const root = new URL('../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/**
 * Where the client's code names a call: in the call itself, in a button that downloads a sheet or the table of such
 * buttons, or in the table of the sheets that a page imports. Permissions and commands of a conference may have the same names.
 */
const named = /(?:\.(?:call|upload|download)\(\s*|\bname(?:=|: )|^ {2}\w+: (?='sheet\.))['"](\w+\.\w+)['"]/gm;

/** The calls that the client's code makes. */
function called(): ReadonlySet<string> {
  const sources = globSync('client/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => !path.startsWith('client/dist'),
  );
  const names = sources.flatMap((path) => [...textOf(path).matchAll(named)].map(([, name]) => name));
  return new Set(names.filter((name) => name !== undefined));
}

describe('the calls that no page makes', () => {
  const [, section = ''] =
    /\n### Calls that no page makes\n(.*?)\n##/s.exec(textOf('docs/protocol.template.md')) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.flatMap((row) => row.split('|')[1]?.match(/\w+\.\w+/g) ?? []);
  const made = called();

  it('are each in docs/protocol.md with a reason, and no other is', () => {
    const without = routeNames.filter((name) => !made.has(name));
    expect(made.size).to.be.above(50);
    expect(listed.toSorted()).to.deep.equal(without.toSorted());
    for (const row of rows) expect(row.split('|')[2]?.trim().length, row).to.be.above(20);
  });
});
