import { expect } from 'chai';
import { tokenFaults } from '../../../scripts/design-tokens.ts';

const tokens = ':root {\n  --ink: light-dark(#142033, #f2f6fc);\n  --space-1: 0.125rem;\n}\n';
const faultsIn = (sheet: string): readonly string[] =>
  tokenFaults({ 'tokens.css': tokens, 'own.css': sheet });

describe('design tokens', () => {
  it('may have literals, and may be used', () => {
    expect(faultsIn('a { color: var(--ink); padding: var(--space-1) 0; margin: 0 auto; }')).to.deep.equal([]);
  });

  it('are required for colours, sizes of text, space, radii, layers and durations', () => {
    for (const [declaration, why] of [
      ['color: #fff', 'a colour is a token'],
      ['border: 1px solid rgb(0 0 0 / 50%)', 'a colour is a token'],
      ['background: white', 'a colour is a token'],
      ['--own: #123456', 'a colour is a token'],
      ['font-size: 0.9rem', 'a size of text is a token'],
      ['font-size: clamp(1rem, 2vw, 2rem)', 'a size of text is a token'],
      ['padding: 0 0.5rem', 'a space is a token'],
      ['margin-top: -4px', 'a space is a token'],
      ['column-gap: 3vw', 'a space is a token'],
      ['border-start-end-radius: 6px', 'a radius is a token'],
      ['z-index: 7', 'a layer is a token'],
      ['transition: color 120ms', 'a duration is a token'],
    ] as const) {
      expect(faultsIn(`a {\n  ${declaration};\n}`), declaration).to.deep.equal([
        `own.css:2 ${declaration} – ${why}`,
      ]);
    }
  });

  it('are not required for lengths in em, widths, keywords and what a comment says', () => {
    const sheet =
      '/* #fff; */ a { white-space: nowrap; gap: 0.5em; width: 20rem; font-size: 0.8em; border-radius: 50%; }';
    expect(faultsIn(sheet)).to.deep.equal([]);
  });

  it('must exist', () => {
    expect(faultsIn('a { color: var(--inc); }')).to.deep.equal([
      'own.css:1 color: var(--inc) – no style sheet declares --inc',
    ]);
  });
});
