import { expect } from 'chai';
import fc from 'fast-check';
import { fold, nameKey } from '../../../domain/sites/fold.ts';
import type { Site } from '../../../domain/sites/tree.ts';
import { levels } from '../../../domain/sites/levels.ts';
import { name } from '../../../protocol/rest/common.ts';
import { createDirectoryExports } from '../../../server/sheets/exports/directory-exports.ts';
import { planContacts } from '../../../server/sheets/imports/contacts-plan.ts';
import { planEndpoints } from '../../../server/sheets/imports/endpoints-plan.ts';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { readRows } from '../../../server/sheets/imports/rows.ts';
import type { SheetTable } from '../../../server/sheets/formats/sheet-cell.ts';
import { planSites } from '../../../server/sheets/imports/sites-plan.ts';
import type { NamedTable } from '../../../server/sheets/tables.ts';
import { writeTable } from '../../../server/sheets/formats/write-table.ts';
import type { Contact } from '../../../server/sites/contact-repository.ts';
import type { Endpoint, EndpointWithSite } from '../../../server/sites/endpoint-repository.ts';
import { onlyRooms } from '../../support/sheets/known-sheets.ts';
import { nobody } from '../../support/storage/covered.ts';

const today = '2026-03-02';

/** Names as people write them, and texts that a spreadsheet could interpret. */
const anyName = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      '=1+1',
      "'=1",
      '-5',
      '@a',
      '+84',
      '_x0041_',
      '"x"; y, z',
      '1/7/2025',
      '007',
      '<b>&amp;',
      'TRUE',
      'toString',
      '__proto__',
    ),
  )
  .map((text) => name.safeParse(text.toWellFormed()))
  .filter((parsed) => parsed.success)
  .map(({ data }) => data);

const site = (id: string, code: string, called: string, rank: number, parentId: string | null): Site => ({
  id,
  code,
  name: called,
  folded: fold(called),
  levelId: levels[rank]?.id ?? '',
  parentId,
  validFrom: '2021-01-01',
  validTo: null,
});

/** A province with its communes; the first was renamed, and its rooms still belong to the old unit. */
const world = fc.record({
  communes: fc.array(anyName, { minLength: 1, maxLength: 4 }),
  rooms: fc.array(
    fc.record({
      at: fc.nat(4),
      name: anyName,
      email: fc.option(fc.constantFrom('a@b.vn', 'xa.tam-hong@vinhphuc.example')),
      lineDownKbps: fc.option(fc.integer({ min: 64, max: 10_000_000 })),
      tags: fc.uniqueArray(fc.constantFrom('cấp xã', '=1+1', "'miền núi", '-', 'có máy ghi hình'), {
        maxLength: 3,
      }),
    }),
    { maxLength: 8 },
  ),
  people: fc.array(
    fc.record({ at: fc.nat(3), name: anyName, phone: fc.constantFrom('0912345678', '+84 912-345 678') }),
    {
      maxLength: 8,
    },
  ),
});

function build({ communes, rooms, people }: typeof world extends fc.Arbitrary<infer T> ? T : never) {
  const standing = communes.map((called, index) => site(`c${index}`, `0${index}`, called, 3, 'p'));
  const was: Site = { ...site('was', '00', 'Xã Cũ', 3, 'p'), validFrom: '2004-01-01', validTo: '2021-01-01' };
  const sites = [site('p', '26', 'Tỉnh Vĩnh Phúc', 0, null), was, ...standing];
  const at = [was, ...standing];
  const keys = new Set<string>();
  const endpoints = rooms.flatMap(({ at: index, ...room }): EndpointWithSite[] => {
    const of = at[index % at.length] ?? was;
    const key = `${of.code} ${nameKey(room.name)}`;
    if (keys.has(key)) return [];
    keys.add(key);
    return [
      {
        ...room,
        id: `01890000-0000-7000-8000-00000000000${keys.size}`,
        siteId: of.id,
        folded: fold(room.name),
        lineUpKbps: null,
        phone: null,
        equipment: null,
        cleared: false,
        createdAtMs: 0,
        retiredAtMs: null,
        siteName: of.name,
        parentSiteName: null,
      },
    ];
  });
  const contacts = new Map<string, Contact[]>();
  for (const { at: index, ...person } of people) {
    const { id } = standing[index % standing.length] ?? was;
    const known = contacts.get(id) ?? [];
    if (known.every((each) => each.name !== person.name || each.phone !== person.phone)) {
      contacts.set(id, [...known, person]);
    }
  }
  return { sites, endpoints, contacts };
}

describe('spreadsheets', () => {
  it('are unchanged by an export and import, as XLSX and as CSV', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(world, fc.constantFrom('xlsx' as const, 'csv' as const), async (drawn, format) => {
        const held = build(drawn);
        const exports = createDirectoryExports({
          sites: { all: async () => held.sites, levels: async () => levels, subtreeIds: async () => [] },
          endpoints: { list: async () => held.endpoints },
          contacts: { ofSites: async () => held.contacts },
          now: () => Date.parse(today),
        });
        const known = { sites: held.sites, siteIds: undefined, today };
        const again = async ({ rows }: NamedTable) => tableOf(await writeTable(rows, format));
        const sites = readRows('sites', await again(await exports.sites(nobody)));
        const endpoints = readRows('endpoints', await again(await exports.endpoints(nobody)));
        const contacts = readRows('contacts', await again(await exports.contacts(nobody)));
        const plans = [
          planSites(sites.rows, { ...known, levels }),
          planEndpoints(endpoints.rows, { ...known, ...onlyRooms(...held.endpoints) }),
          planContacts(contacts.rows, { ...known, contacts: held.contacts }),
        ];
        expect([sites, endpoints, contacts].flatMap(({ problems }) => problems)).to.deep.equal([]);
        expect(plans.flatMap(({ problems }) => problems)).to.deep.equal([]);
        expect(plans.flatMap(({ changes }) => changes)).to.deep.equal([]);
      }),
      { numRuns: 60 },
    );
  });

  it('that unpack to more than the limit are refused by their directory; an untrue directory is an error', async () => {
    const file = Buffer.from(await writeTable([['Mã đơn vị'], ['a'.repeat(100)]], 'xlsx'));
    const sized = (bytes: number): Buffer => {
      const changed = Buffer.from(file);
      for (
        let at = changed.indexOf('PK\u0001\u0002');
        at !== -1;
        at = changed.indexOf('PK\u0001\u0002', at + 1)
      ) {
        changed.writeUInt32LE(bytes, at + 24);
      }
      return changed;
    };
    expect(readTable(file)).to.have.length(2);
    expect(readTable(sized(60_000_000))).to.equal('too-large');
    expect(() => readTable(sized(10))).to.throw();
  });

  it('from other programs are understood: tabs and UTF-16, days and headings as people write them', () => {
    const text =
      '\uFEFFMA DON VI\tTên đơn vị\tLevel\tHiệu lực từ\r\n01\tXã Xuân Hoà\tCấp xã\t1/7/2025\r\n\r\n';
    const { rows, problems } = readRows('sites', tableOf(Buffer.from(text, 'utf16le')));
    expect(problems).to.deep.equal([]);
    expect(rows).to.deep.equal([
      { row: 2, cells: { code: '01', name: 'Xã Xuân Hoà', level: 'Cấp xã', validFrom: '2025-07-01' } },
    ]);
  });
});

describe('a sheet of contacts', () => {
  const units = [site('p', '26', 'Tỉnh Vĩnh Phúc', 0, null), site('c', '01', 'Xã Tam Hồng', 3, 'p')];
  const binh = { name: 'Trần Thị Bình', phone: '0211 386 2001' };
  const hoa = { name: 'Lê Văn Hoà', phone: '0912 345 678' };
  const an = { name: 'Đỗ Văn An', phone: '0987 654 321' };
  const plan = (before: readonly Contact[], sheet: readonly Contact[]) =>
    planContacts(
      sheet.map(({ name, phone }, index) => ({
        row: index + 2,
        cells: { siteCode: '01', position: index + 1, name, phone },
      })),
      { sites: units, siteIds: undefined, today, contacts: new Map([['c', before]]) },
    );
  const told = ({ changes }: ReturnType<typeof plan>) =>
    changes.map(({ row, what, name, cells }) => [
      row,
      what,
      name,
      ...cells.map(({ column, was, becomes }) => `${column}: ${was ?? ''} > ${becomes ?? ''}`),
    ]);

  it('identifies people by name, in any spelling of a tone, otherwise by phone number', () => {
    const mended = { name: 'Lê Văn Hòa', phone: '0913 000 111' };
    expect(told(plan([binh, hoa], [{ ...binh, name: 'Trần Thị Bình (VP)' }, mended]))).to.deep.equal([
      [2, 'changed', 'Trần Thị Bình', 'name: Trần Thị Bình > Trần Thị Bình (VP)'],
      [3, 'changed', 'Lê Văn Hoà', 'name: Lê Văn Hoà > Lê Văn Hòa', 'phone: 0912 345 678 > 0913 000 111'],
    ]);
  });

  it('lists removed people first, then people that move up', () => {
    const planned = plan([binh, hoa], [hoa, an]);
    expect(told(planned)).to.deep.equal([
      [null, 'removed', 'Trần Thị Bình', 'phone: 0211 386 2001 > '],
      [2, 'changed', 'Lê Văn Hoà', 'position: 2 > 1'],
      [3, 'created', 'Đỗ Văn An', 'phone:  > 0987 654 321', 'position:  > 2'],
    ]);
    expect(planned.changes[0]?.siteName).to.equal('Xã Tam Hồng, Tỉnh Vĩnh Phúc');
    expect(planned.unchanged).to.equal(0);
    expect(planned.change).to.deep.equal([{ siteId: 'c', was: [binh, hoa], becomes: [hoa, an] }]);
  });

  it('changes nothing where it equals the directory', () => {
    const { change, changes, unchanged } = plan([binh, hoa], [binh, hoa]);
    expect([change, changes, unchanged]).to.deep.equal([[], [], 2]);
  });
});

describe('a sheet of rooms', () => {
  const sites = [site('p', '26', 'Tỉnh Vĩnh Phúc', 0, null)];
  const room: Endpoint = {
    id: '01890000-0000-7000-8000-0000000000ee',
    siteId: 'p',
    name: 'Hội trường',
    folded: 'hoi truong',
    email: 'a@b.vn',
    phone: '0211 386 2001',
    equipment: 'Màn hình 65 inch',
    lineDownKbps: 2000,
    lineUpKbps: null,
    tags: ['cấp tỉnh', 'có máy ghi hình'],
    cleared: false,
    createdAtMs: 0,
    retiredAtMs: null,
  };
  const plan = (...table: readonly (readonly string[])[]) => {
    const { rows, problems } = readRows('endpoints', table);
    const known = { sites, siteIds: undefined, today, ...onlyRooms(room) };
    return { ...planEndpoints(rows, known), unread: problems };
  };
  const becoming = (heading: string, cell: string) =>
    plan(['Mã đơn vị', 'Tên điểm cầu', heading], ['26', 'Hội trường', cell]).changes.flatMap(
      ({ cells }) => cells,
    );

  it('shows the old and the new value of each cell', () => {
    expect(becoming('Tải xuống (kbit/s)', '4000')).to.deep.equal([
      { column: 'lineDownKbps', was: '2000', becomes: '4000' },
    ]);
    expect(becoming('Thư điện tử', '')).to.deep.equal([]);
    expect(becoming('Thư điện tử', '-')).to.deep.equal([{ column: 'email', was: 'a@b.vn', becomes: null }]);
    expect(becoming('Thư điện tử', 'A@b.vn')).to.deep.equal([]);
  });

  it('takes tags with commas between them: a hyphen clears, order does not matter, a missing column changes nothing', () => {
    const was = room.tags.join(', ');
    expect(becoming('Nhãn', 'Miền núi,, cấp tỉnh')).to.deep.equal([
      { column: 'tags', was, becomes: 'miền núi, cấp tỉnh' },
    ]);
    expect(becoming('Tags', '-')).to.deep.equal([{ column: 'tags', was, becomes: null }]);
    expect(becoming('Tags', '-,')).to.deep.equal([{ column: 'tags', was, becomes: '-' }]);
    expect(becoming('Tags', '')).to.deep.equal([]);
    expect(becoming('nhan', ' , ')).to.deep.equal([{ column: 'tags', was, becomes: null }]);
    expect(becoming('Nhãn', 'có máy ghi hình, CẤP TỈNH, cấp tỉnh')).to.deep.equal([]);
    expect(becoming('Ghi chú', 'x')).to.deep.equal([]);
    expect(
      plan(['Mã đơn vị', 'Tên điểm cầu', 'Nhãn'], ['26', 'Hội trường', 'x'.repeat(41)]).unread,
    ).to.deep.equal([{ row: 2, column: 'tags', code: 'invalid', value: 'x'.repeat(41) }]);
  });

  it('reports every fault of a row at once, where the row can be identified', () => {
    const { problems, unread, changes } = plan(
      ['Mã đơn vị', 'Tên điểm cầu', 'Thư điện tử'],
      ['999', 'Hội trường', 'không phải thư'],
      ['26', '', 'không phải thư'],
    );
    const named = [...unread, ...problems].map(({ row, column, code }) => [row, column, code]);
    expect(named).to.have.deep.members([
      [2, 'email', 'invalid'],
      [2, 'siteCode', 'unknown-site'],
      [3, 'email', 'invalid'],
      [3, 'name', 'required'],
    ]);
    expect(changes).to.deep.equal([]);
  });
});

function tableOf(bytes: Uint8Array): SheetTable {
  const read = readTable(bytes);
  if (read === 'too-large') throw new Error('too large');
  return read;
}
