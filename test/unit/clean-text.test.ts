import { expect } from 'chai';
import fc from 'fast-check';
import { cleanText } from '../../domain/clean-text.ts';
import { line } from '../../protocol/conference/contract.ts';
import { unfit } from '../../protocol/fitness.ts';
import { email, name, searchText, tag } from '../../protocol/rest/common.ts';
import { contact } from '../../protocol/rest/meetings/readiness.ts';
import { login } from '../../protocol/rest/identity/session.ts';
import { asShown } from '../../protocol/shown-text.ts';

const family = '👨‍👩‍👧‍👦';

describe('a text from another system', () => {
  it('loses characters that are not text, and keeps its lines', () => {
    expect(cleanText('\uFEFF Dự\0 đủ\r\nba\tđại\u0007 biểu\u202E \n', 100)).to.equal('Dự đủ\nba đại biểu');
    expect(cleanText('Ho\u0323p', 100)).to.equal('Họp');
    expect(cleanText('a\uD83D', 100)).to.equal('a\uFFFD');
  });

  it('is cut before the character that does not fit, never inside a character', () => {
    expect(cleanText(`${'a'.repeat(499)}😀`, 500)).to.equal('a'.repeat(499));
    expect(cleanText(`${'a'.repeat(498)}😀`, 500)).to.equal(`${'a'.repeat(498)}😀`);
    expect(cleanText(`Họp ${family} nhé`, 8)).to.equal('Họp');
    expect(cleanText(`Họp ${family} nhé`, 4 + family.length)).to.equal(`Họp ${family}`);
    expect(cleanText(family, 3)).to.equal('👨');
    expect(cleanText(family, 1)).to.equal('');
  });

  it('always fits, is accepted by every edge, and does not change when it is cleaned again', function () {
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

describe('a text as it shows', () => {
  const invisible = [
    '\u00AD',
    '\u034F',
    '\u061C',
    '\u180E',
    '\u200B',
    '\u200C',
    '\u200D',
    '\u200E',
    '\u2060',
    '\u2066',
    '\u202E',
    '\u3164',
    '\uFE0F',
    '\uFEFF',
    '\uFFA0',
    '\u{E0061}',
  ];
  const blanks = ['\u00A0', '\u1680', '\u2003', '\u2007', '\u202F', '\u205F', '\u3000', '\u2028'];
  const emojis = [family, '❤️', '1️⃣', '👩🏽‍⚕️', '🏳️‍🌈', '🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}'];

  it('has no invisible character, in every field that takes a text', () => {
    for (const each of invisible) {
      const typed = (text: string): string => `${each}${text.split('').join(each)}${each}`;
      expect(name.parse(typed('Xã Hòa')), each).to.equal('Xã Hòa');
      expect(tag.parse(typed('miền núi')), each).to.equal('miền núi');
      expect(email.parse(typed('a@b.vn')), each).to.equal('a@b.vn');
      expect(login.parse(typed('yenlac')), each).to.equal('yenlac');
      expect(searchText.parse(typed('hoa')), each).to.equal('hoa');
      expect(line(40).parse(typed('Ý kiến')), each).to.equal('Ý kiến');
      expect(contact.shape.phone.parse(typed('0912 345 678')), each).to.equal('0912 345 678');
      expect(searchText.safeParse(each).success, each).to.equal(false);
    }
  });

  it('has one kind of space, and a phone number one kind of hyphen', () => {
    for (const each of blanks) {
      expect(name.parse(`${each}Xã${each}Hòa${each}`)).to.equal('Xã Hòa');
      expect(contact.shape.phone.parse(`0912${each}345${each}678`)).to.equal('0912 345 678');
    }
    expect(contact.shape.phone.parse('0912\u2011345\u2013678')).to.equal('0912-345-678');
  });

  it('keeps the joiners and the marks of an emoji, and drops them elsewhere', () => {
    for (const emoji of emojis) expect(asShown(emoji)).to.equal(emoji);
    expect(asShown('\u200D👨\u200D')).to.equal('👨');
    expect(asShown('a\uFE0F\u200D👨')).to.equal('a👨');
    expect(asShown('1\uFE0F')).to.equal('1');
  });

  it('does not change when it is cleaned again', () => {
    const parts = fc.constantFrom(...invisible, ...blanks, ...emojis, '👨', '👩', 'a', '1', '\u20E3', '\n');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (drawn) => {
        const shown = asShown(drawn.join(''));
        expect(asShown(shown)).to.equal(shown);
      }),
    );
  });
});
