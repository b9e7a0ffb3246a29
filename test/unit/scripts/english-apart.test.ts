import { expect } from 'chai';
import { globSync, readFileSync } from 'node:fs';
import { onlyEnglish, withoutEnglish } from '../../../scripts/client-build/english-apart.ts';

const catalogues = globSync('client/**/*.ts', { exclude: ['client/dist/**'] })
  .map((file) => ({ file, source: readFileSync(file, 'utf8') }))
  .filter(({ source }) => /= catalogue(?:<.*>)?\(\{/.test(source));

describe('the English texts of the pages', () => {
  it('are loaded by every catalogue, and exported under its name', () => {
    expect(catalogues.length).to.be.above(50);
    for (const { file, source } of catalogues) {
      const names = [...source.matchAll(/^export const (\w+) = catalogue(?:<.*>)?\(\{/gm)].map(
        ([, name]) => name,
      );
      const loads = [...withoutEnglish(file, source).matchAll(/import\("[^"]+\?english"\)\)\.(\w+)/g)];
      expect(
        loads.map(([, name]) => name),
        file,
      ).to.deep.equal(names);
      for (const name of names)
        expect(onlyEnglish(file, source)).to.match(new RegExp(`export const ${name} = \\{`));
    }
  });

  it('are left out with the texts that a catalogue takes up', () => {
    const source = `
      const states: BothLanguages<States> = { vi: { sent: 'Đã gửi' }, en: { sent: 'Sent' } };
      const whole = { vi: 'Cả', en: 'All' };
      export const letterWords = catalogue({ vi: { states: states.vi, whole }, en: { states: states.en, whole } });
    `;
    const left = withoutEnglish('client/words.ts', source);
    expect(left).to.include('Đã gửi').and.not.include('Sent').and.not.include('states.en');
    // Read as a whole, so that it may be read in either language.
    expect(left).to.include("en: 'All'");
    expect(onlyEnglish('client/words.ts', source)).to.include(
      'export const letterWords = { states: states.en, whole };',
    );
  });
});
