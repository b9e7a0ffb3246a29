import { expect } from 'chai';
import fc from 'fast-check';
import { fold, nameKey } from '../../domain/sites/fold.ts';
import type { Site } from '../../domain/sites/tree.ts';
import { levels } from '../../domain/sites/levels.ts';
import { name } from '../../protocol/rest/common.ts';
import { createDirectoryExports } from '../../server/sheets/directory-exports.ts';
import { planContacts } from '../../server/sheets/contacts-plan.ts';
import { planEndpoints } from '../../server/sheets/endpoints-plan.ts';
import { readTable } from '../../server/sheets/read-table.ts';
import { readRows } from '../../server/sheets/rows.ts';
import { planSites } from '../../server/sheets/sites-plan.ts';
import type { NamedTable } from '../../server/sheets/tables.ts';
import { writeTable } from '../../server/sheets/write-table.ts';
import type { Contact } from '../../server/sites/contact-repository.ts';
import type { EndpointWithSite } from '../../server/sites/endpoint-repository.ts';

const today = '2026-03-02';
const everything = { covers: () => true, siteIds: undefined };
let made = 0;
const newId = (): string => `new ${(made += 1)}`;

/** Names as people write them, and what a spreadsheet might take for something else. */
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

/** A province with its communes; the first of them was renamed, and its rooms stayed with what it was. */
const world = fc.record({
  communes: fc.array(anyName, { minLength: 1, maxLength: 4 }),
  rooms: fc.array(
    fc.record({
      at: fc.nat(4),
      name: anyName,
      email: fc.option(fc.constantFrom('a@b.vn', 'xa.tam-hong@vinhphuc.example')),
      lineDownKbps: fc.option(fc.integer({ min: 64, max: 10_000_000 })),
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
        id: `e${keys.size}`,
        siteId: of.id,
        folded: fold(room.name),
        tags: [],
        lineUpKbps: null,
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
  it('that went out come in again unchanged, as XLSX and as CSV', async function () {
    this.timeout(60_000);
    const account = { siteId: null };
    await fc.assert(
      fc.asyncProperty(world, fc.constantFrom('xlsx' as const, 'csv' as const), async (drawn, format) => {
        const held = build(drawn);
        const exports = createDirectoryExports({
          sites: { all: async () => held.sites, levels: async () => levels, subtreeIds: async () => [] },
          endpoints: { list: async () => held.endpoints },
          contacts: { ofSites: async () => held.contacts },
          now: () => Date.parse(today),
        });
        const known = { sites: held.sites, scope: everything, today, newId };
        const again = async ({ rows }: NamedTable) => tableOf(await writeTable(rows, format));
        const sites = await readRows('sites', await again(await exports.sites(account)));
        const endpoints = await readRows('endpoints', await again(await exports.endpoints(account)));
        const contacts = await readRows('contacts', await again(await exports.contacts(account)));
        const plans = [
          planSites(sites.rows, { ...known, levels }),
          planEndpoints(endpoints.rows, { ...known, endpoints: held.endpoints, nowMs: 0 }),
          planContacts(contacts.rows, { ...known, contacts: held.contacts }),
        ];
        expect([sites, endpoints, contacts].flatMap(({ problems }) => problems)).to.deep.equal([]);
        expect(plans.flatMap(({ problems }) => problems)).to.deep.equal([]);
        expect(
          plans.map(({ counts: { created, changed, removed } }) => created + changed + removed),
        ).to.deep.equal([0, 0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  it('that unpack to more than they may are refused by their directory, and those that lie about it unread', async () => {
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
    expect(await readTable(file)).to.have.length(2);
    expect(await readTable(sized(60_000_000))).to.equal('too-large');
    const unread = await readTable(sized(10)).catch((error: unknown) => error);
    expect(unread).to.be.instanceOf(Error);
  });

  it('of other programs are understood: tabs and UTF-16, days and headings as people write them', async () => {
    const text =
      '\uFEFFMA DON VI\tTên đơn vị\tLevel\tHiệu lực từ\r\n01\tXã Xuân Hoà\tCấp xã\t1/7/2025\r\n\r\n';
    const { rows, problems } = await readRows('sites', await tableOf(Buffer.from(text, 'utf16le')));
    expect(problems).to.deep.equal([]);
    expect(rows).to.deep.equal([
      { row: 2, cells: { code: '01', name: 'Xã Xuân Hoà', level: 'Cấp xã', validFrom: '2025-07-01' } },
    ]);
  });
});

async function tableOf(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const read = await readTable(bytes);
  if (read === 'too-large') throw new Error('too large');
  return read;
}
