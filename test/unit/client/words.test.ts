import { expect } from 'chai';
import { globSync, readFileSync } from 'node:fs';

const sources = new Map(
  globSync('client/**/*.{ts,tsx}', { exclude: ['client/dist/**'] }).map((file) => [
    file,
    readFileSync(file, 'utf8'),
  ]),
);

/** The names of the catalogues of a file. Those of one text per value of a protocol's enumeration are typed by it. */
const cataloguesOf = (source: string): string[] =>
  [...source.matchAll(/^export const (\w+) = catalogue\(/gm)].flatMap(([, name]) => name ?? []);

const keysOf = (source: string): string[] =>
  [...(/^const vi = \{\n(.*?)^\};/ms.exec(source)?.[1] ?? '').matchAll(/^ {2}(\w+):/gm)].flatMap(
    ([, key]) => key ?? [],
  );

/** Whether a source reads the text, directly or by a name that it gives to the catalogue. */
function reads(source: string, catalogue: string, key: string): boolean {
  const aliases = [...source.matchAll(new RegExp(`const (\\w+) = ${catalogue}\\(\\);`, 'g'))].map(
    ([, alias]) => alias,
  );
  const taken = [...source.matchAll(new RegExp(`const \\{([^}]*)\\} = ${catalogue}\\(\\);`, 'g'))];
  return (
    new RegExp(`\\b(?:${[`${catalogue}\\(\\)`, ...aliases].join('|')})(?:\\.${key}\\b|\\[)`).test(source) ||
    taken.some(([, names = '']) => new RegExp(`\\b${key}\\b`).test(names))
  );
}

describe('catalogues of texts', () => {
  const catalogues = [...sources].flatMap(([file, source]) =>
    cataloguesOf(source).map((name) => ({ file, name, keys: keysOf(source) })),
  );

  it('are found beside the screens', () => {
    expect(catalogues.length).to.be.above(30);
    for (const { file, keys } of catalogues) expect(keys.length, file).to.be.above(0);
  });

  for (const { file, name, keys } of catalogues) {
    it(`${file} holds no text that is not shown`, () => {
      const readers = [...sources.values()].filter((source) => source.includes(name));
      const unused = keys.filter((key) => !readers.some((source) => reads(source, name, key)));
      expect(unused).to.deep.equal([]);
    });
  }

  it('have no accessor of the same name twice', () => {
    const names = catalogues.map(({ name }) => name);
    expect(names).to.deep.equal([...new Set(names)]);
  });
});
