import { globSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const read = (pattern: string): ReadonlyMap<string, string> =>
  new Map(globSync(pattern).map((file) => [file, readFileSync(file, 'utf8')]));

/** The components that a file declares for others. */
const exported = (source: string): readonly string[] =>
  [...source.matchAll(/^export (?:function|const) (?<name>[A-Z]\w*)/gm)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );

/** The components that a file draws. */
const drawn = (source: string): readonly string[] =>
  [...source.matchAll(/<(?<name>[A-Z]\w*)/g)].map(({ groups }) => groups?.['name'] ?? '');

describe('the page of the design system', () => {
  it('shows each component that views share, by itself or as a part of another', () => {
    const shared = read('client/views/shared/**/*.tsx');
    const shown = new Set([...read('client/views/style/**/*.tsx').values()].flatMap(drawn));
    let known = 0;
    // A shown component shows those that its file draws, and so on.
    while (known < shown.size) {
      known = shown.size;
      for (const source of shared.values())
        if (exported(source).some((name) => shown.has(name)))
          for (const name of drawn(source)) shown.add(name);
    }
    const all = [...shared.entries()]
      // The page lists them by the exports of their file.
      .filter(([file]) => !file.endsWith('/icons.tsx'))
      .flatMap(([, source]) => exported(source));
    expect(all.length).to.be.above(40);
    expect(all.filter((name) => !shown.has(name))).to.deep.equal([]);
  });
});
