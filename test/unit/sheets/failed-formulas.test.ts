import { expect } from 'chai';
import { sheetColumns, type SheetKind, sheetKind } from '../../../protocol/rest/sheets.ts';
import { writeTable } from '../../../server/sheets/formats/write-table.ts';
import { nobody } from '../../support/storage/covered.ts';
import {
  changes,
  csv,
  directoryExports,
  person,
  problems,
  report,
  room,
  secretary,
  tamHong,
} from '../../support/sheets/known-sheets.ts';
import { errorCell, rowOf, rowsOf, textCell, xlsxOf } from '../../support/sheets/sheet-parts.ts';

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
    accounts: {
      login: secretary.login,
      fullName: secretary.fullName,
      kind: 'Thư ký',
      siteCode: tamHong.code,
      siteName: tamHong.name,
      email: 'a@b.vn',
    },
    reform: { code: tamHong.code, name: tamHong.name },
  };
  /** The columns that a hyphen clears. */
  const clearable: Readonly<Record<SheetKind, readonly string[]>> = {
    sites: ['parentCode', 'validTo'],
    endpoints: ['email', 'phone', 'equipment', 'lineDownKbps', 'lineUpKbps', 'tags'],
    contacts: [],
    // A hyphen in the unit's code stands for the whole tree, which only administrators may have.
    accounts: ['email'],
    reform: [],
  };
  const kinds = sheetKind.options;
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
    const needed = { sites: [0, 1, 2], endpoints: [0, 2], contacts: [0, 3, 4] };
    for (const kind of ['sites', 'endpoints', 'contacts'] as const) {
      const { rows } = await directoryExports[kind](nobody);
      const [headings = [], ...below] = rows;
      const emptied = below.map((row) => row.map((cell, at) => (needed[kind].includes(at) ? cell : '')));
      const told = report(kind, await writeTable([headings, ...emptied], 'csv'));
      expect([told.problems, told.changes]).to.deep.equal([[], []]);
    }
  });
});
