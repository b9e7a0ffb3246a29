import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';

/** Requirements of ASVS 5.0.0, levels 1 and 2, by section. */
const sections: Readonly<Record<string, readonly number[]>> = {
  '6.1': [1, 2, 3],
  '6.2': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  '6.3': [1, 2, 3, 4],
  '6.4': [1, 2, 3, 4],
  '6.5': [1, 2, 3, 4, 5],
  '6.6': [1, 2, 3],
  '6.8': [1, 2, 3, 4],
  '7.1': [1, 2, 3],
  '7.2': [1, 2, 3, 4],
  '7.3': [1, 2],
  '7.4': [1, 2, 3, 4, 5],
  '7.5': [1, 2],
  '7.6': [1, 2],
  '8.1': [1, 2],
  '8.2': [1, 2, 3],
  '8.3': [1],
  '8.4': [1],
  '12.1': [1, 2, 3],
  '12.2': [1, 2],
  '12.3': [1, 2, 3, 4],
  '13.1': [1],
  '13.2': [1, 2, 3, 4, 5],
  '13.3': [1, 2],
  '13.4': [1, 2, 3, 4, 5],
  '16.1': [1],
  '16.2': [1, 2, 3, 4, 5],
  '16.3': [1, 2, 3, 4],
  '16.4': [1, 2, 3],
  '16.5': [1, 2, 3],
  '17.1': [1],
  '17.2': [1, 2, 3, 4],
  '17.3': [1, 2],
};
const requirements = Object.entries(sections).flatMap(([section, numbers]) =>
  numbers.map((number) => `${section}.${number}`),
);

const page = await readFile('docs/security.md', 'utf8');
const [upTo = '', after = ''] = page.split('## What is not met, and why');

/** The cells of the rows that begin with a requirement's number. */
const numbered = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => /^\| *\d+\.\d+\.\d+ *\|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
/** The columns: number, what it asks for, state, how, shown by. */
const asvs = numbered(upTo);
const named = [
  ...page.matchAll(/`(?<file>(?:unit|contract|integration|media|e2e)\/[\w/-]+): (?<title>[^`]+)`/g),
].map(({ groups }) => ({ file: groups?.['file'] ?? '', title: groups?.['title'] ?? '' }));

/** The titles of tests that run; a skipped or pending test has another form. */
async function titlesOf(file: string): Promise<ReadonlySet<string>> {
  const path = `test/${file}.test.ts`;
  if (!existsSync(path)) return new Set();
  const source = await readFile(path, 'utf8');
  const literals = source.matchAll(
    /\b(?:it|describe)\(\s*(?<quote>['"`])(?<title>(?:\\.|(?!\k<quote>).)*)\k<quote>/gs,
  );
  return new Set([...literals].map(({ groups }) => groups?.['title'] ?? ''));
}

describe('docs/security.md', () => {
  it('has one row for each requirement of levels 1 and 2 of its seven chapters', () => {
    const numbers = asvs.map(([number]) => number);
    expect(numbers).to.deep.equal(requirements);
  });

  it('says of each whether it is met, and how, and names a test or says that there is none', () => {
    for (const [number, asks, state, how, shownBy] of asvs) {
      expect(state, number).to.be.oneOf(['met', 'partly', 'not met', 'n/a']);
      expect(asks, number).not.to.equal('');
      expect(how, number).not.to.equal('');
      if (state === 'met') expect(shownBy, number).to.match(/`\w+\/[^`]+: [^`]+`|_no test_/);
    }
  });

  it('lists each that is not wholly met under what is not met', () => {
    const open = asvs.filter(([, , state]) => state === 'partly' || state === 'not met');
    expect(numbered(after).map(([number]) => number)).to.deep.equal(open.map(([number]) => number));
  });

  it('names tests that are there', async () => {
    expect(named.length).to.be.greaterThan(50);
    const missing: string[] = [];
    for (const { file, title } of named) {
      if (!(await titlesOf(file)).has(title)) missing.push(`${file}: ${title}`);
    }
    expect(missing).to.deep.equal([]);
  });
});
