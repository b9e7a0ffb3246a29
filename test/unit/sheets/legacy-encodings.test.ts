import { expect } from 'chai';
import type { LegacyEncoding } from '../../../protocol/rest/sheets.ts';
import { inUnicode, legacyEncodingOf } from '../../../server/sheets/formats/legacy-encoding.ts';
import { isSyllable } from '../../../server/sheets/formats/syllables.ts';
import { csv, province, report, tamHong } from '../../support/sheets/known-sheets.ts';

describe('Vietnamese text from before Unicode', () => {
  /** The inverse of the product's table: for each encoding, the characters that show each letter. */
  const shownBy = new Map(
    (['tcvn3', 'vni', 'vps'] as const).map((encoding) => {
      const letters = new Map<string, string>();
      const bases = encoding === 'vni' ? ['', ...'aeouyôöAEOUYÔÖ'.split('')] : [''];
      for (const base of bases) {
        for (let byte = 0x80; byte <= 0xff; byte += 1) {
          const shown = base + new TextDecoder('windows-1252').decode(Uint8Array.of(byte));
          const letter = inUnicode(shown, encoding);
          if (letter.length === 1 && letter !== shown && !letters.has(letter)) letters.set(letter, shown);
        }
      }
      return [encoding, letters] as const;
    }),
  );
  const written = (text: string, encoding: LegacyEncoding): string => {
    const letters = shownBy.get(encoding) ?? new Map<string, string>();
    return text.replaceAll(
      /[^\0-\u007F]/gu,
      (letter) => letters.get(letter) ?? letters.get(letter.toLowerCase()) ?? letter,
    );
  };

  for (const [encoding, name] of Object.entries({
    tcvn3: 'X· Tam Hång',
    vni: 'Xaõ Tam Hoàng',
    vps: 'XŒ Tam',
  } as const)) {
    it(`is recognised by its words: ${name}`, () => expect(legacyEncodingOf([name])).to.equal(encoding));
  }

  for (const encoding of ['tcvn3', 'vni', 'vps'] as const) {
    it(`is recognised, and proposed in Unicode, in the names of a province: ${encoding}`, () => {
      const named = province.filter(
        ({ name }) => written(name, encoding) !== name && name !== name.toUpperCase(),
      );
      const small = named.filter(({ name }) => inUnicode(written(name, encoding), encoding) === name);
      // In these encodings some capitals need separate fonts, or are control characters.
      expect(small.length).to.be.above(110);
      const sheet = csv(
        `Mã đơn vị;Tên đơn vị;Cấp;${written('Hết hiệu lực từ', encoding)}`,
        ...small.map(({ code, name, levelId }) => `${code};${written(name, encoding)};${levelId};`),
      );
      const told = report('sites', sheet);
      expect(told.encoding).to.equal(encoding);
      expect(told.problems.slice(1).map(({ code, proposal }) => [code, proposal])).to.deep.equal(
        small.map(({ name }) => ['legacy-encoding', name]),
      );
      expect(told.problems[0]).to.include({ row: 1, column: 'validTo', proposal: 'Hết hiệu lực từ' });
      const converted = report('sites', sheet, encoding);
      expect(converted).to.deep.include({ problems: [], changes: [], unchanged: small.length, encoding });
      expect(report('sites', sheet, 'unicode')).to.include({ encoding: null });
    });

    it(`is read from a single-byte file: ${encoding}`, () => {
      const windows = new Map(
        Array.from({ length: 0x100 }, (_, byte) => [
          new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
          byte,
        ]),
      );
      const bytes = Uint8Array.from(
        `code;name;level\n${tamHong.code};${written(tamHong.name, encoding)};commune`
          .replace('code', 'Unit code')
          .replace('name', 'Unit name'),
        (letter) => windows.get(letter) ?? 0x3f,
      );
      expect(report('sites', bytes, encoding)).to.deep.include({ problems: [], unchanged: 1 });
    });
  }

  it('is not recognised in Unicode, another language, or a sign', () => {
    for (const { name } of province) expect(legacyEncodingOf([name]), name).to.equal(null);
    const others = [
      'Krông Nô',
      'Ea Súp',
      'K’Bang',
      'Đắk Lắk',
      'Hoàng',
      'Hòa',
      'José Peña',
      'Müller',
      'Café',
      'São Paulo',
      'Cisco®',
      'A · B',
      '100 m²',
      '25 °C',
      '5 €',
      '“Hội trường” – số 5',
      'naïve',
    ];
    for (const text of others) expect(legacyEncodingOf([text]), text).to.equal(null);
    expect(legacyEncodingOf(others)).to.equal(null);
  });

  it('keeps Unicode text in the same file', () => {
    const told = report(
      'endpoints',
      csv(
        'Mã đơn vị;Tên điểm cầu',
        `${tamHong.code};Phòng họp`,
        `${tamHong.code};Héi tr­êng`,
        `${tamHong.code};Hoàng`,
      ),
      'tcvn3',
    );
    expect(told.changes.map(({ name }) => name)).to.deep.equal(['Phòng họp', 'Hoàng']);
    expect(told.unchanged).to.equal(1);
  });

  it('knows the syllables of its own words', () => {
    const syllables =
      'xuồng quý giếng gìn khuỷu thuở quạ nguyễn quốc hoạch ủy uỷ hòa hoà nghiêng xoong đường ươm yếu rượu'.split(
        ' ',
      );
    for (const word of syllables) expect(isSyllable(word.normalize('NFC')), word).to.equal(true);
    for (const word of ['krông', 'đắk', 'xaõ', 'hoạc̣', 'bàt', 'w', ''])
      expect(isSyllable(word), word).to.equal(false);
  });
});
