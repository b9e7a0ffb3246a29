import { expect } from 'chai';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { writeTable } from '../../../server/sheets/formats/write-table.ts';

describe('the cells of a written spreadsheet', () => {
  for (const format of ['xlsx', 'csv'] as const) {
    it(`are read as they were, even where other programs interpret the text: ${format}`, async () => {
      const texts = [
        ...Object.getOwnPropertyNames(Object.prototype),
        '_x0041_',
        '=1+1',
        "'=1+1",
        '@SUM(A1)',
        'Xã Tam Quan',
        '0912345678',
        // Characters that XML forbids or discourages, between letters.
        ...['\u0001', '\u007F', '\u0086', '\uFDD0', '\uFFFD', '\uFFFE', '\u{1FFFE}'].map((odd) => `a${odd}b`),
      ];
      const table = [['Tên'], ...texts.map((text) => [text]), ...texts.map((text) => [text])];
      expect(readTable(await writeTable(table, format))).to.deep.equal(table);
    });
  }

  it('begin with an apostrophe in CSV where a program would compute them', async () => {
    const table = [['Tên'], ['=1+1'], ['@SUM(A1)'], ['+84912345678'], ['Xã Tam Quan']];
    const [, ...lines] = Buffer.from(await writeTable(table, 'csv'))
      .toString('utf8')
      .trim()
      .split('\r\n');
    expect(lines).to.deep.equal([`"'=1+1"`, `"'@SUM(A1)"`, `"'+84912345678"`, '"Xã Tam Quan"']);
  });
});
