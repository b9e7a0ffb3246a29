import { expect } from 'chai';
import { readTable } from '../../server/sheets/read-table.ts';
import { writeTable } from '../../server/sheets/write-table.ts';

describe('cells of a spreadsheet that is written', () => {
  for (const format of ['xlsx', 'csv'] as const) {
    it(`come out as they were, whatever their text is taken for elsewhere: ${format}`, async () => {
      const texts = [
        ...Object.getOwnPropertyNames(Object.prototype),
        '_x0041_',
        '=1+1',
        "'=1+1",
        '@SUM(A1)',
        'Xã Tam Quan',
        '0912345678',
      ];
      const table = [['Tên'], ...texts.map((text) => [text]), ...texts.map((text) => [text])];
      expect(await readTable(await writeTable(table, format))).to.deep.equal(table);
    });
  }
});
