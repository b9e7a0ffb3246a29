import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { fold } from '../../../domain/sites/fold.ts';
import { levels } from '../../../domain/sites/levels.ts';
import { foundTree } from '../../../domain/sites/reforms.ts';
import type { Site } from '../../../domain/sites/tree.ts';
import { parseDistricts } from '../../../domain/sites/unit-lists.ts';
import {
  type LegacyEncoding,
  type SheetEncoding,
  type SheetKind,
  sheetColumns,
} from '../../../protocol/rest/sheets.ts';
import { createDirectoryExports } from '../../../server/sheets/exports/directory-exports.ts';
import { inUnicode, legacyEncodingOf } from '../../../server/sheets/formats/legacy-encoding.ts';
import type { KnownOf } from '../../../server/sheets/imports/plan-sheet.ts';
import { work } from '../../../server/sheets/imports/plan-work.ts';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { isSyllable } from '../../../server/sheets/formats/syllables.ts';
import { writeTable } from '../../../server/sheets/formats/write-table.ts';
import type { EndpointWithSite } from '../../../server/sites/endpoint-repository.ts';
import { nobody } from '../../support/covered.ts';
import {
  errorCell,
  numberCell,
  rowOf,
  rowsOf,
  stylesOf,
  textCell,
  xlsxOf,
} from '../../support/sheet-parts.ts';

const today = '2026-03-02';

/** Vĩnh Phúc in 2021: 9 districts, 136 communes. */
const province: readonly Site[] = (() => {
  const parsed = parseDistricts(readFileSync('demo/data/vinhphuc-2021-136.tsv', 'utf8'));
  if (!parsed.ok) throw new Error(parsed.detail);
  let ids = 0;
  const founded = foundTree(parsed.rows, [], {
    validFrom: '2021-01-01',
    province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
    newId: () => `site-${(ids += 1)}`,
  });
  if (!founded.ok) throw new Error(founded.detail);
  return founded.change.sites;
})();
const tamHong = province.find(({ name }) => name === 'Xã Tam Hồng');
if (tamHong === undefined) throw new Error('Xã Tam Hồng is not in the list');

const room: EndpointWithSite = {
  id: 'e',
  siteId: tamHong.id,
  name: 'Hội trường',
  folded: 'hoi truong',
  email: 'a@b.vn',
  phone: '0211 386 2001',
  equipment: 'Màn hình 65 inch',
  lineDownKbps: 2_000,
  lineUpKbps: 1_000,
  tags: ['miền núi'],
  cleared: false,
  createdAtMs: 0,
  retiredAtMs: null,
  siteName: tamHong.name,
  parentSiteName: null,
};
const person = { name: 'Trần Thị Bình', phone: '0912345678' };

const knownSites = { sites: province, siteIds: undefined, today };
const known: KnownOf = {
  sites: { ...knownSites, levels },
  endpoints: { ...knownSites, endpoints: [room], nowMs: 0 },
  contacts: { ...knownSites, contacts: new Map([[tamHong.id, [person]]]) },
};

function report(kind: SheetKind, bytes: Uint8Array, encoding?: SheetEncoding, held: KnownOf = known) {
  const planned = work({ kind, bytes, known: held[kind], dryRun: true, encoding });
  if ('refused' in planned) throw new Error(planned.why);
  return planned.report;
}
const problems = (...asked: Parameters<typeof report>) =>
  report(...asked).problems.map(({ row, column, code, value, proposal }) =>
    [row, column, code, value, ...(proposal === undefined ? [] : [proposal])].join(' | '),
  );
const changes = (...asked: Parameters<typeof report>) =>
  report(...asked).changes.flatMap(({ cells }) =>
    cells.map(({ column, becomes }) => `${column}: ${becomes ?? '-'}`),
  );

const csv = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'));
const roomsHead = rowOf(...['Mã đơn vị', 'Tên điểm cầu', 'Thư điện tử'].map(textCell));

describe('the value of a cell as a person sees it', () => {
  const formats = [
    'General',
    '00000',
    '0000000000',
    '@',
    '#,##0',
    '0%',
    'dd/mm/yyyy',
    '"0"#########',
    '0000-000-000',
    '[$-42A]dd/mm/yyyy',
    '0.0',
    ';;;',
    '0',
    'bad"',
  ];
  const seen = (value: number | string, format: string, more = '') =>
    readTable(
      xlsxOf(
        [{ sheet: `${rowsOf(rowOf(textCell('x'), numberCell(value, formats.indexOf(format))))}${more}` }],
        stylesOf(formats),
      ),
    )[0]?.[1];

  it('is the formatted text, where the format shows all digits', () => {
    expect(seen(8944, '00000')).to.equal('08944');
    expect(seen(912345678, '0000000000')).to.equal('0912345678');
    expect(seen(912345678, '"0"#########')).to.equal('0912345678');
    expect(seen(912345678, '0000-000-000')).to.equal('0912-345-678');
    expect(seen(8944, ';;;')).to.equal(undefined);
  });

  it('is marked as a number or a day where digits may be lost', () => {
    const number = (shown: string) => ({ is: 'number', shown });
    for (const format of ['General', '0', '@', 'bad"'])
      expect(seen(8944, format), format).to.deep.equal(number('8944'));
    expect(seen(2000, '#,##0')).to.deep.equal(number('2,000'));
    expect(seen(0.5, '0%')).to.deep.equal(number('50%'));
    expect(seen('0.30000000000000004', 'General')).to.deep.equal(number('0.3'));
    expect(seen(45839, 'dd/mm/yyyy')).to.deep.equal({ is: 'day', shown: '2025-07-01' });
    expect(seen(45839, '[$-42A]dd/mm/yyyy')).to.deep.equal({ is: 'day', shown: '2025-07-01' });
  });

  it('in a column of codes or phone numbers is a problem if it is a number without all digits', () => {
    const sheet = (code: string, phone: string) =>
      xlsxOf(
        [
          {
            sheet: rowsOf(
              rowOf(...['Mã đơn vị', 'Họ và tên', 'Điện thoại'].map(textCell)),
              rowOf(code, textCell('Lê Văn Hoà'), phone),
            ),
          },
        ],
        stylesOf(formats),
      );
    const code = Number(tamHong.code);
    expect(problems('contacts', sheet(numberCell(code, 1), numberCell(912345678, 2)))).to.deep.equal([]);
    expect(changes('contacts', sheet(numberCell(code, 1), numberCell(912345678, 2)))).to.deep.equal([
      'name: Lê Văn Hoà',
    ]);
    expect(problems('contacts', sheet(numberCell(code), numberCell(912345678)))).to.deep.equal([
      `2 | siteCode | number-cell | ${code}`,
      '2 | phone | number-cell | 912345678 | 0912345678',
    ]);
    expect(problems('contacts', sheet(textCell(tamHong.code), numberCell(45839, 6)))).to.deep.equal([
      '2 | phone | day-cell | 2025-07-01',
    ]);
  });

  it('in a column of numbers may have group separators, but no percent and no fraction', () => {
    const sheet = (cell: string) =>
      xlsxOf(
        [
          {
            sheet: rowsOf(
              rowOf(...['Mã đơn vị', 'Tên điểm cầu', 'Tải xuống (kbit/s)'].map(textCell)),
              rowOf(textCell(tamHong.code), textCell('Hội trường'), cell),
            ),
          },
        ],
        stylesOf(formats),
      );
    expect(changes('endpoints', sheet(numberCell(4000, 4)))).to.deep.equal(['lineDownKbps: 4000']);
    expect(problems('endpoints', sheet(numberCell(200, 5)))).to.deep.equal([
      '2 | lineDownKbps | invalid | 20000%',
    ]);
    expect(problems('endpoints', sheet(numberCell(2000.5)))).to.deep.equal([
      '2 | lineDownKbps | invalid | 2000.5',
    ]);
    expect(problems('endpoints', sheet(numberCell(45839, 6)))).to.deep.equal([
      '2 | lineDownKbps | day-cell | 2025-07-01',
    ]);
  });

  it('covers days counted from 1904, booleans, text in several fonts, and characters that XML cannot hold', () => {
    const sheet = rowsOf(
      rowOf(
        numberCell(44377, 6),
        '<c t="b"><v>1</v></c>',
        '<c t="inlineStr"><is><r><t>Hội</t></r><r><t xml:space="preserve"> trường</t></r><rPh><t>x</t></rPh></is></c>',
        '<c t="s"><v>0</v></c>',
        '<c t="str"><f>A1</f><v>_x0041_</v></c>',
        '<c t="d"><v>2025-07-01T00:00:00</v></c>',
      ),
    );
    const book = xlsxOf([{ sheet }], {
      ...stylesOf(formats),
      'xl/sharedStrings.xml': '<x:sst xmlns:x="urn:x"><x:si><x:t>A&amp;_x005F_x0041_</x:t></x:si></x:sst>',
      'xl/workbook.xml':
        '<x:workbook xmlns:x="urn:x" xmlns:r="urn:r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="a" r:id="rId1"/></x:sheets></x:workbook>',
    });
    const day = { is: 'day', shown: '2025-07-01' };
    expect(readTable(book)).to.deep.equal([[day, 'TRUE', 'Hội trường', 'A&_x0041_', 'A', day]]);
  });

  it('is in the first visible sheet, after any hidden ones', () => {
    const sheet = (text: string) => rowsOf(rowOf(textCell(text)));
    for (const state of ['hidden', 'veryHidden'] as const) {
      expect(
        readTable(xlsxOf([{ sheet: sheet('danh mục'), state }, { sheet: sheet('đơn vị') }])),
      ).to.deep.equal([['đơn vị']]);
    }
  });

  it('is at the position that rows and cells name, or in order where they name none', () => {
    const cell = textCell('a').replace('<c', '<c r="C2"');
    expect(
      readTable(
        xlsxOf([{ sheet: rowsOf('<row r="2">', cell, textCell('b'), '</row>', rowOf(textCell('c'))) }]),
      ),
    ).to.deep.equal([[], ['', '', 'a', 'b'], ['c']]);
  });
});

describe('a failed formula', () => {
  const errors = [
    '#N/A',
    '#REF!',
    '#VALUE!',
    '#DIV/0!',
    '#NAME?',
    '#NULL!',
    '#NUM!',
    '#SPILL!',
    '#CALC!',
    'Err:502',
  ];
  const rows: Readonly<Record<SheetKind, Readonly<Record<string, string>>>> = {
    sites: {
      code: tamHong.code,
      name: tamHong.name,
      level: 'Cấp xã',
      parentCode: '251',
      validFrom: '2021-01-01',
      validTo: '',
    },
    endpoints: {
      siteCode: tamHong.code,
      siteName: tamHong.name,
      name: room.name,
      email: 'a@b.vn',
      phone: '0211 386 2001',
      equipment: 'Màn hình 65 inch',
      lineDownKbps: '2000',
      lineUpKbps: '1000',
      tags: 'miền núi',
    },
    contacts: { siteCode: tamHong.code, siteName: tamHong.name, position: '1', ...person },
  };
  /** The columns that a hyphen clears. */
  const clearable: Readonly<Record<SheetKind, readonly string[]>> = {
    sites: ['parentCode', 'validTo'],
    endpoints: ['email', 'phone', 'equipment', 'lineDownKbps', 'lineUpKbps', 'tags'],
    contacts: [],
  };
  const kinds = ['sites', 'endpoints', 'contacts'] as const;
  const columnsOf = (kind: SheetKind) => Object.entries<{ readonly vi: string }>(sheetColumns[kind]);
  const sheetWith = (kind: SheetKind, column: string, cell: string) =>
    xlsxOf([
      {
        sheet: rowsOf(
          rowOf(...columnsOf(kind).map(([, { vi }]) => textCell(vi))),
          rowOf(
            ...columnsOf(kind).map(([each]) => (each === column ? cell : textCell(rows[kind][each] ?? ''))),
          ),
        ),
      },
    ]);
  const csvWith = (kind: SheetKind, column: string, text: string) =>
    csv(
      columnsOf(kind)
        .map(([, { vi }]) => vi)
        .join(';'),
      columnsOf(kind)
        .map(([each]) => (each === column ? text : (rows[kind][each] ?? '')))
        .join(';'),
    );

  for (const kind of kinds) {
    for (const [column] of columnsOf(kind)) {
      it(`is named and changes nothing: ${column} of ${kind}`, () => {
        for (const error of errors) {
          for (const bytes of [
            sheetWith(kind, column, errorCell(error)),
            sheetWith(kind, column, textCell(error)),
            csvWith(kind, column, error),
          ]) {
            expect(problems(kind, bytes), error).to.deep.equal([`2 | ${column} | error-cell | ${error}`]);
            expect(changes(kind, bytes), error).to.deep.equal([]);
          }
        }
      });

      it(`differs from an empty cell, which also changes nothing, and from a hyphen: ${column} of ${kind}`, () => {
        for (const bytes of [
          sheetWith(kind, column, '<c/>'),
          sheetWith(kind, column, textCell('\u200B')),
          csvWith(kind, column, ''),
        ]) {
          expect(changes(kind, bytes)).to.deep.equal([]);
        }
        if (clearable[kind].includes(column)) {
          const { changes, problems } = report(kind, csvWith(kind, column, '-'));
          const known = rows[kind][column] ?? '';
          // A unit below the top needs a unit above it; a hyphen in this column is reported.
          if (column === 'parentCode') expect(problems.map(({ code }) => code)).to.deep.equal(['required']);
          else {
            expect(changes.flatMap(({ cells }) => cells)).to.deep.equal(
              known === '' ? [] : [{ column, was: known, becomes: null }],
            );
          }
        }
      });
    }
  }

  it('changes no unit, room or person in a sheet with empty cells', async () => {
    const exports = createDirectoryExports({
      sites: { all: async () => province, levels: async () => levels, subtreeIds: async () => [] },
      endpoints: { list: async () => [room] },
      contacts: { ofSites: async () => known.contacts.contacts },
      now: () => Date.parse(today),
    });
    const needed = { sites: [0, 1, 2], endpoints: [0, 2], contacts: [0, 3, 4] };
    for (const kind of kinds) {
      const { rows } = await exports[kind](nobody);
      const [headings = [], ...below] = rows;
      const emptied = below.map((row) => row.map((cell, at) => (needed[kind].includes(at) ? cell : '')));
      const told = report(kind, await writeTable([headings, ...emptied], 'csv'));
      expect([told.problems, told.changes]).to.deep.equal([[], []]);
    }
  });
});

describe('a spreadsheet whose leading zeros a program has removed', () => {
  const exports = createDirectoryExports({
    sites: { all: async () => province, levels: async () => levels, subtreeIds: async () => [] },
    endpoints: { list: async () => [room] },
    contacts: { ofSites: async () => known.contacts.contacts },
    now: () => Date.parse(today),
  });
  /** The result of opening and saving a CSV file in a program that turns digits into numbers. */
  const resaved = async (kind: SheetKind) => {
    const { rows } = await exports[kind](nobody);
    return csv(
      ...rows.map((row) => row.map((cell) => `"${String(cell ?? '').replace(/^0+(?=\d+$)/, '')}"`).join(',')),
    );
  };

  it('creates no second unit: each problem proposes the unit’s code', async () => {
    const zeroed = province.filter(({ code }) => code.startsWith('0'));
    expect(zeroed.length).to.equal(136);
    const told = report('sites', await resaved('sites'));
    expect(told.created).to.equal(0);
    expect(told.problems.map(({ code, value, proposal }) => [code, value, proposal])).to.deep.equal(
      zeroed.map(({ code }) => ['lost-zeros', code.slice(1), code]),
    );
  });

  it('finds no unit for a room, and accepts no phone number without its 0', async () => {
    expect(problems('endpoints', await resaved('endpoints'))).to.deep.equal([
      `2 | siteCode | lost-zeros | ${tamHong.code.slice(1)} | ${tamHong.code}`,
    ]);
    expect(problems('contacts', await resaved('contacts'))).to.deep.equal([
      `2 | siteCode | lost-zeros | ${tamHong.code.slice(1)} | ${tamHong.code}`,
    ]);
    const phones = {
      912345678: '0912345678',
      '2113862001': '02113862001',
      '84912345678': '+84912345678',
      '912 345 678': '0912 345 678',
    };
    for (const [phone, whole] of Object.entries(phones)) {
      expect(
        problems('contacts', csv('Mã đơn vị,Họ và tên,Điện thoại', `${tamHong.code},A,${phone}`)),
      ).to.deep.equal([`2 | phone | lost-prefix | ${phone} | ${whole}`]);
    }
    for (const phone of [
      '0912345678',
      "'0912345678",
      '+84 912 345 678',
      '19001234',
      '0211\u00A0386\u200B 2001',
      '0912–345–678',
    ]) {
      expect(
        problems('contacts', csv('Mã đơn vị,Họ và tên,Điện thoại', `'${tamHong.code},A,${phone}`)),
        phone,
      ).to.deep.equal([]);
    }
  });

  it('matches no unit of another level, and matches the named unit instead', () => {
    const site = (id: string, code: string, name: string, rank: number, parentId: string | null): Site => ({
      id,
      code,
      name,
      folded: fold(name),
      levelId: levels[rank]?.id ?? '',
      parentId,
      validFrom: '2021-01-01',
      validTo: null,
    });
    const sites = [
      site('h', '01', 'Thành phố Hà Nội', 0, null),
      site('b', '001', 'Quận Ba Đình', 2, 'h'),
      site('p', '00001', 'Phường Phúc Xá', 3, 'b'),
    ];
    const held = {
      sites: { ...known.sites, sites },
      endpoints: { ...known.endpoints, sites, endpoints: [] },
      contacts: { ...known.contacts, sites, contacts: new Map() },
    };
    const head = 'Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên';
    const told = (line: string) => problems('sites', csv(head, line), undefined, held);
    expect(told('00002,Phường Trúc Bạch,Cấp xã,001')).to.deep.equal([]);
    expect(told('0001,Huyện Mới,Cấp xã,001')).to.deep.equal(['2 | code | lost-zeros | 0001 | 00001']);
    expect(told('01,Phường Phúc Xá,Cấp xã,001')).to.deep.equal(['2 | code | lost-zeros | 01 | 00001']);
    expect(told('00003,phường Phúc Xá,Cấp xã,001')).to.deep.equal([
      '2 | name | namesake | phường Phúc Xá | 00001',
    ]);
    expect(told('00003,Phường Trúc Bạch,Cấp xã,1')).to.deep.equal(['2 | parentCode | lost-zeros | 1']);
    const rooms = (name: string) =>
      problems(
        'endpoints',
        csv('Mã đơn vị,Tên đơn vị,Tên điểm cầu', `01,${name},Hội trường`),
        undefined,
        held,
      );
    expect(rooms('Thành phố Hà Nội')).to.deep.equal([]);
    expect(rooms('')).to.deep.equal([]);
    expect(rooms('"Phường Phúc Xá, Quận Ba Đình"')).to.deep.equal(['2 | siteCode | lost-zeros | 01 | 00001']);
  });
});

describe('files of other programs', () => {
  const lines = ['Mã đơn vị;Tên điểm cầu;Thư điện tử', `${tamHong.code};Hội trường;moi@b.vn`];
  const text = lines.join('\r\n');
  const bigEndian = (written: string) => Buffer.from(`\uFEFF${written}`, 'utf16le').swap16();

  for (const [name, bytes] of Object.entries({
    'UTF-16, low byte first': Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'UTF-16, high byte first': bigEndian(text.replaceAll(';', '\t')),
    'a line for Excel that says what separates': csv('sep=;', ...lines),
    'the same with a mark of byte order and commas in a heading': csv('\uFEFFsep=;', ...lines),
    'blank lines before the headings': csv('', ';;', ...lines),
    'invisible characters in headings and cells': csv(
      '\u200BMã\u00A0đơn vị;Tên điểm\u202Fcầu\u00AD;Thư điện tử\u2060',
      `\uFEFF${tamHong.code}\u200C;Hội\u00A0trường;moi@b.vn\u200D`,
    ),
    'an apostrophe before a code': csv(lines[0] ?? '', `'${tamHong.code};Hội trường;moi@b.vn`),
    'blank rows of XLSX before the headings': xlsxOf([
      {
        sheet: rowsOf(
          rowOf(),
          rowOf(textCell(' ')),
          roomsHead,
          rowOf(...[tamHong.code, 'Hội trường', 'moi@b.vn'].map(textCell)),
        ),
      },
    ]),
  })) {
    it(`are understood: ${name}`, () => {
      expect(problems('endpoints', bytes)).to.deep.equal([]);
      expect(changes('endpoints', bytes)).to.deep.equal(['email: moi@b.vn']);
    });
  }

  it('have the same row numbers in problems as in the spreadsheet', () => {
    const wrong = `${tamHong.code};Hội trường;không`;
    const row = (bytes: Uint8Array) => report('endpoints', bytes).problems.map((problem) => problem.row);
    expect(row(csv('', '', lines[0] ?? '', wrong))).to.deep.equal([4]);
    expect(row(csv('sep=;', lines[0] ?? '', wrong))).to.deep.equal([2]);
    expect(report('endpoints', csv('', '', 'Ghi chú')).problems.map((problem) => problem.row)).to.deep.equal([
      3, 3,
    ]);
  });
});

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
