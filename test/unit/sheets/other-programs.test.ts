import { expect } from 'chai';
import { changes, csv, problems, report, tamHong } from '../../support/sheets/known-sheets.ts';
import { rowOf, rowsOf, textCell, xlsxOf } from '../../support/sheets/sheet-parts.ts';

const roomsHead = rowOf(...['Mã đơn vị', 'Tên điểm cầu', 'Thư điện tử'].map(textCell));

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
