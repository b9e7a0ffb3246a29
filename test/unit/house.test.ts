import { expect } from 'chai';
import { circlesOf } from '../../scripts/house/circles.ts';
import { duplicates, longestFunctions, namesTwice } from '../../scripts/house/figures.ts';
import { sourceFiles } from '../../scripts/house/source-files.ts';

const file = (path: string, text = '', imports: readonly string[] = []) => ({ path, text, imports });

describe('the figures of the house', () => {
  it('find each circle of imports once, and no file beside it', () => {
    const circles = circlesOf([
      file('a.ts', '', ['b.ts', 'elsewhere.ts']),
      file('b.ts', '', ['c.ts', 'd.ts']),
      file('c.ts', '', ['a.ts']),
      file('d.ts'),
      file('e.ts', '', ['a.ts', 'f.ts']),
      file('f.ts', '', ['e.ts']),
    ]);
    expect(circles.map((circle) => circle.toSorted())).to.deep.equal([
      ['a.ts', 'b.ts', 'c.ts'],
      ['e.ts', 'f.ts'],
    ]);
  });

  it('see imports of types', () => {
    const path = 'server/media/placing/moves.ts';
    const moves = sourceFiles(['server/media']).find((each) => each.path === path);
    expect(moves?.imports).to.include.members(['server/media/actual.ts', 'protocol/ids.ts']);
  });

  it('count names that two files export, and not those that a convention gives', () => {
    const text = 'export interface Place {}\nexport const up = 1;\n';
    const names = namesTwice([
      file('domain/a.ts', text),
      file('server/b.ts', 'export type Place = 1;\n'),
      file('server/storage/migrations/0001-a.ts', text),
      file('server/storage/migrations/0002-b.ts', text),
    ]);
    expect([...names]).to.deep.equal([['Place', ['domain/a.ts', 'server/b.ts']]]);
  });

  it('let one component have the name of what it shows', () => {
    const component = 'export function Clock(): JSX.Element {}\n';
    const clock = file('server/clock.ts', 'export interface Clock {}\n');
    expect([...namesTwice([clock, file('client/a.tsx', component)])]).to.deep.equal([]);
    expect([
      ...namesTwice([file('client/a.tsx', component), file('client/b.tsx', component)]),
    ]).to.have.length(1);
  });

  it('find ten equal lines at any indentation, and no fewer', () => {
    const lines = (count: number, indent = '') =>
      Array.from({ length: count }, (_, index) => `${indent}step(${index});\n`).join('');
    expect(duplicates([file('a.ts', lines(9)), file('b.ts', lines(9))])).to.deep.equal([]);
    expect(duplicates([file('a.ts', lines(12)), file('b.ts', `first();\n${lines(12, '  ')}`)])).to.deep.equal(
      [{ lines: 12, places: ['a.ts:1', 'b.ts:2'] }],
    );
  });

  it('measure functions and methods, and no other blocks', () => {
    const text = `export function long(
  a: number,
): void {
  if (a) {
    b();
  }
}

class C {
  #short(): void {
    b();
  }
}
`;
    expect(longestFunctions([file('a.ts', text)])).to.deep.equal([
      { name: 'long (a.ts)', lines: 7 },
      { name: '#short (a.ts)', lines: 3 },
    ]);
  });
});
