import { expect } from 'chai';
import fc from 'fast-check';
import { cleanText } from '../../domain/clean-text.ts';
import { unfit } from '../../protocol/fitness.ts';

const family = '👨‍👩‍👧‍👦';

describe('a text from another system', () => {
  it('loses what is no text, and keeps its lines', () => {
    expect(cleanText('\uFEFF Dự\0 đủ\r\nba\tđại\u0007 biểu\u202E \n', 100)).to.equal('Dự đủ\nba đại biểu');
    expect(cleanText('Ho\u0323p', 100)).to.equal('Họp');
    expect(cleanText('a\uD83D', 100)).to.equal('a\uFFFD');
  });

  it('is cut before the character that does not fit, never inside it', () => {
    expect(cleanText(`${'a'.repeat(499)}😀`, 500)).to.equal('a'.repeat(499));
    expect(cleanText(`${'a'.repeat(498)}😀`, 500)).to.equal(`${'a'.repeat(498)}😀`);
    expect(cleanText(`Họp ${family} nhé`, 8)).to.equal('Họp');
    expect(cleanText(`Họp ${family} nhé`, 4 + family.length)).to.equal(`Họp ${family}`);
    expect(cleanText(family, 3)).to.equal('👨\u200D');
    expect(cleanText(family, 1)).to.equal('');
  });

  it('always fits, is accepted by every edge, and is the same when it is cleaned again', function () {
    this.timeout(30_000);
    const odd = fc.constantFrom(
      '\0',
      '\uD83D',
      '\uDE00',
      '\u0323',
      '\u0301',
      '\uFEFF',
      '\r',
      '\n',
      ' ',
      family,
      'ê',
    );
    const texts = fc
      .array(fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, most) => {
        const clean = cleanText(text, most);
        expect(clean.length).to.be.at.most(most);
        expect(unfit(clean)).to.equal(undefined);
        expect(clean).to.equal(clean.trim());
        expect(cleanText(clean, most)).to.equal(clean);
      }),
    );
  });
});
