import { readFileSync } from 'node:fs';
import type { EndpointView } from '../protocol/rest/sites/endpoints.ts';
import type { SiteView } from '../protocol/rest/sites/sites.ts';
import { parseUnits } from '../domain/sites/unit-lists.ts';
import type { RestCaller } from '../simulation/rest.ts';
import { demoAccounts } from './accounts.ts';
import type { Passwords } from './accounts.ts';

export interface Province {
  readonly site: SiteView;
  /** The chair's room. */
  readonly hall: EndpointView;
  /** The rooms of districts and communes, the districts first. */
  readonly rooms: readonly EndpointView[];
  readonly departments: readonly EndpointView[];
}

const province = { code: '26', name: 'Tỉnh Vĩnh Phúc' };
/** Any day before the next list: the demo uses the tree of 2021. */
const foundedOn = '2021-01-01';

/**
 * Creates what is missing of the demo province, and returns all of it. Every step checks first, so a run can
 * be interrupted anywhere.
 */
export async function standingProvince(administrator: RestCaller): Promise<Province> {
  const sites = await standingSites(administrator);
  const endpoints = await standingEndpoints(administrator, sites);
  const ofLevel = (levelId: string): readonly EndpointView[] =>
    sites.filter((site) => site.levelId === levelId).flatMap(({ id }) => endpoints.get(id) ?? []);
  const site = sites.find(({ levelId }) => levelId === 'province');
  const [hall] = ofLevel('province');
  if (!site || !hall) throw new RangeError('the data folder holds another tree than the demo province');
  return {
    site,
    hall,
    departments: ofLevel('department'),
    rooms: [...ofLevel('district'), ...ofLevel('commune')],
  };
}

async function standingSites(administrator: RestCaller): Promise<readonly SiteView[]> {
  const { sites } = await administrator.call('site.list', { query: {} });
  if (sites.length > 0) return sites;
  const departments = parseUnits(readData('vinhphuc-departments.tsv'));
  if (!departments.ok) throw new RangeError(departments.detail);
  await administrator.call('site.import', {
    body: {
      format: 'districts',
      text: readData('vinhphuc-2021-136.tsv'),
      province,
      validFrom: foundedOn,
      departments: [...departments.rows],
    },
  });
  return (await administrator.call('site.list', { query: {} })).sites;
}

const readData = (name: string): string => readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8');

/** The contracted bandwidth of offices, where it limits the session. */
const lines: Readonly<Record<string, { readonly lineDownKbps: number; readonly lineUpKbps: number }>> = {
  district: { lineDownKbps: 10_000, lineUpKbps: 5_000 },
  commune: { lineDownKbps: 2_000, lineUpKbps: 1_000 },
};

/** One endpoint per site, by site. */
async function standingEndpoints(
  administrator: RestCaller,
  sites: readonly SiteView[],
): Promise<ReadonlyMap<string, EndpointView>> {
  const { endpoints } = await administrator.call('endpoint.list', { query: { limit: 2_000 } });
  const bySite = new Map(endpoints.map((endpoint) => [endpoint.siteId, endpoint]));
  for (const site of sites) {
    if (bySite.has(site.id)) continue;
    const body = { siteId: site.id, name: roomName(site), ...lines[site.levelId] };
    bySite.set(site.id, await administrator.call('endpoint.create', { body }));
  }
  return bySite;
}

const roomName = ({ levelId, name }: SiteView): string =>
  levelId === 'department' ? `Phòng họp ${name}` : `Hội trường UBND ${withinSentence(name)}`;

/** "Xã Tam Hồng" becomes "xã Tam Hồng" within a name; other words keep their capital. */
const withinSentence = (name: string): string =>
  name.replace(/^(Tỉnh|Huyện|Thành phố|Xã|Phường|Thị trấn)(?= )/i, (kind) => kind.toLowerCase());

/** Ids of the demo's accounts, by login. */
export async function standingAccounts(
  administrator: RestCaller,
  siteId: string,
  passwords: Passwords,
): Promise<ReadonlyMap<string, string>> {
  const { accounts } = await administrator.call('account.list', {});
  const ids = new Map(accounts.map(({ login, id }) => [login, id]));
  for (const { login, fullName, kind } of demoAccounts) {
    if (ids.has(login)) continue;
    const password = passwords.get(login) ?? '';
    const { id } = await administrator.call('account.create', {
      body: { login, fullName, kind, siteId, password },
    });
    ids.set(login, id);
  }
  return ids;
}
