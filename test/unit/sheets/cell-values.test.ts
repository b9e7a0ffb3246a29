import { expect } from 'chai';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { changes, problems, tamHong } from '../../support/sheets/known-sheets.ts';
import { numberCell, rowOf, rowsOf, stylesOf, textCell, xlsxOf } from '../../support/sheets/sheet-parts.ts';

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
