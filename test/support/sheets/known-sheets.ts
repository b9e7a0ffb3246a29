// A known province, for tests of spreadsheets that are imported into it.

import { readFileSync } from 'node:fs';
import { levels } from '../../../domain/sites/levels.ts';
import { foundTree } from '../../../domain/sites/reforms.ts';
import type { Site } from '../../../domain/sites/tree.ts';
import { parseDistricts } from '../../../domain/sites/unit-lists.ts';
import type { SheetEncoding, SheetKind } from '../../../protocol/rest/sheets.ts';
import { createDirectoryExports } from '../../../server/sheets/exports/directory-exports.ts';
import type { SheetAccount } from '../../../server/sheets/imports/accounts-plan.ts';
import type { KnownOf } from '../../../server/sheets/imports/plan-sheet.ts';
import { work } from '../../../server/sheets/imports/plan-work.ts';
import type { Endpoint, EndpointWithSite, MeetingsAhead } from '../../../server/sites/endpoint-repository.ts';

const today = '2026-03-02';

/** Vĩnh Phúc in 2021: 9 districts, 136 communes. */
export const province: readonly Site[] = (() => {
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
const found = province.find(({ name }) => name === 'Xã Tam Hồng');
if (found === undefined) throw new Error('Xã Tam Hồng is not in the list');
/** One of its communes. */
export const tamHong = found;

/** The hall of Tam Hồng. */
export const room: EndpointWithSite = {
  id: '01890000-0000-7000-8000-0000000000ee',
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
/** The person to call in Tam Hồng. */
export const person = { name: 'Trần Thị Bình', phone: '0912345678' };

export const secretary: SheetAccount = {
  id: '01890000-0000-7000-8000-0000000000aa',
  login: 'tamhong.thuky',
  fullName: 'Lê Chi',
  email: 'a@b.vn',
  kind: 'secretariat',
  siteId: tamHong.id,
  language: 'vi',
};

/** Rooms in use, without meetings or devices. */
export const onlyRooms = (...endpoints: readonly Endpoint[]) => ({
  endpoints,
  retired: [],
  ahead: new Map<string, MeetingsAhead>(),
  pairedIds: new Set<string>(),
  nowMs: 0,
});

const knownSites = { sites: province, siteIds: undefined, today };
/** What an import compares a sheet with. */
export const known: KnownOf = {
  sites: { ...knownSites, levels },
  endpoints: { ...knownSites, ...onlyRooms(room) },
  contacts: { ...knownSites, contacts: new Map([[tamHong.id, [person]]]) },
  accounts: { ...knownSites, accounts: [secretary], taken: [], callerId: '', nowMs: 0 },
  reform: { ...knownSites, levels, validFrom: today },
};

/** The report of a trial import of a sheet into what is known. */
export function report(kind: SheetKind, bytes: Uint8Array, encoding?: SheetEncoding, held: KnownOf = known) {
  const planned = work({ kind, bytes, known: held[kind], dryRun: true, encoding });
  if ('refused' in planned) throw new Error(planned.why);
  return planned.report;
}

/** The problems of a trial import: row | column | code | value | proposal. */
export const problems = (...asked: Parameters<typeof report>) =>
  report(...asked).problems.map(({ row, column, code, value, proposal }) =>
    [row, column, code, value, ...(proposal === undefined ? [] : [proposal])].join(' | '),
  );

/** The cells that an import would change. */
export const changes = (...asked: Parameters<typeof report>) =>
  report(...asked).changes.flatMap(({ cells }) =>
    cells.map(({ column, becomes }) => `${column}: ${becomes ?? '-'}`),
  );

export const csv = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'));

/** The exports of what is known. */
export const directoryExports = createDirectoryExports({
  sites: { all: async () => province, levels: async () => levels, subtreeIds: async () => [] },
  endpoints: { list: async () => [room] },
  contacts: { ofSites: async () => known.contacts.contacts },
  now: () => Date.parse(today),
});
