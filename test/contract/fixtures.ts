import { v7 as uuid } from 'uuid';
import type { Invitation, MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import type { Account } from '../../server/identity/accounts/account-repository.ts';
import type { Endpoint } from '../../server/sites/endpoint-repository.ts';
import type { Site, SiteLevel } from '../../server/sites/site-repository.ts';
import { createAccountRepository } from '../../server/storage/repositories/account-repository.ts';
import { createEndpointRepository } from '../../server/storage/repositories/endpoint-repository.ts';
import type { Database } from '../../server/storage/schema.ts';
import { createSiteRepository } from '../../server/storage/repositories/site-repository.ts';
import type { Covered } from '../../server/identity/covered.ts';
import { covered, coveredTree } from '../support/storage/covered.ts';
import { untold } from '../support/storage/untold.ts';

export const morning = Date.UTC(2026, 2, 2, 1, 0, 0, 123);
export const hour = 3_600_000;

export const levels: readonly SiteLevel[] = [
  { id: 'province', rank: 0, nameVi: 'Tỉnh', nameEn: 'Province' },
  { id: 'district', rank: 1, nameVi: 'Huyện', nameEn: 'District' },
  { id: 'commune', rank: 2, nameVi: 'Xã', nameEn: 'Commune' },
];

export const site = (given: Partial<Site> & Pick<Site, 'code' | 'name' | 'folded' | 'levelId'>): Site => ({
  id: uuid(),
  parentId: null,
  validFrom: '2021-01-01',
  validTo: null,
  ...given,
});

/**
 * A small province with the difficulty of the real one: Xuân Hoà is a ward of Phúc Yên, and Xuân Hòa a
 * commune of Lập Thạch.
 */
export function smallProvince() {
  const province = site({ code: '26', name: 'Vĩnh Phúc', folded: 'vinh phuc', levelId: 'province' });
  const below = (parent: Site, levelId: string, code: string, name: string, folded: string): Site =>
    site({ code, name, folded, levelId, parentId: parent.id });
  const phucYen = below(province, 'district', '244', 'Phúc Yên', 'phuc yen');
  const lapThach = below(province, 'district', '246', 'Lập Thạch', 'lap thach');
  const ward = below(phucYen, 'commune', '08743', 'Phường Xuân Hoà', 'phuong xuan hoa');
  const commune = below(lapThach, 'commune', '08788', 'Xã Xuân Hòa', 'xa xuan hoa');
  return { province, phucYen, lapThach, ward, commune };
}

export const endpoint = (given: Partial<Endpoint> & Pick<Endpoint, 'siteId'>): Covered<Endpoint> =>
  covered({
    id: uuid(),
    name: 'Hội trường',
    folded: 'hoi truong',
    lineDownKbps: null,
    lineUpKbps: null,
    email: null,
    phone: null,
    equipment: null,
    tags: [],
    cleared: false,
    createdAtMs: morning,
    retiredAtMs: null,
    ...given,
  });

export const account = (given: Partial<Account> & Pick<Account, 'login'>): Covered<Account> =>
  covered({
    id: uuid(),
    passwordHash: '$argon2id$…',
    passwordGiven: false,
    secondFactor: false,
    language: 'vi',
    fullName: 'Nguyễn Thị Hoà',
    email: null,
    kind: 'administrator',
    siteId: null,
    cleared: false,
    createdAtMs: morning,
    disabledAtMs: null,
    ...given,
  });

export const meeting = (
  given: Partial<MeetingWithInvitations> & Pick<MeetingWithInvitations, 'siteId' | 'createdByAccountId'>,
): Covered<MeetingWithInvitations> => {
  const state = given.state ?? 'scheduled';
  return covered({
    id: uuid(),
    title: 'Giao ban tháng 3',
    description: '',
    startsAtMs: morning,
    endsAtMs: morning + 2 * hour,
    state,
    classification: 'unclassified',
    admission: 'open',
    needsChair: false,
    chairOrder: [],
    preparationMinutes: 0,
    clearingMinutes: 0,
    overridesClashes: false,
    needsApproval: false,
    submittedByAccountId: null,
    returnReason: null,
    seriesId: null,
    occurrenceAtMs: null,
    departs: false,
    emergency: false,
    announced: !['draft', 'submitted', 'approved', 'cancelled'].includes(state),
    openedAtMs: null,
    origin: null,
    cancelReason: null,
    recorded: false,
    agenda: [{ id: uuid(), title: 'Khai mạc', plannedMinutes: 10, speakers: [] }],
    version: 1,
    createdAtMs: morning - 24 * hour,
    updatedAtMs: morning - 24 * hour,
    invitations: [],
    ...given,
  });
};

export const inviting = (endpointId: string, given: Partial<Invitation> = {}): Invitation => ({
  id: uuid(),
  endpointId,
  accountId: null,
  role: 'delegate',
  transferred: false,
  delegates: [],
  ...given,
});

/** Inserts the given number of endpoints at one site. */
export async function newRooms(
  database: Database,
  siteId: string,
  count: number,
): Promise<readonly string[]> {
  const rooms = Array.from({ length: count }, () => endpoint({ siteId }));
  await createEndpointRepository(database, untold).insert(rooms);
  return rooms.map(({ id }) => id);
}

/** Inserts the small province, an endpoint at each commune, and an account. */
export async function populate(database: Database) {
  const sites = smallProvince();
  await createSiteRepository(database, untold).apply(coveredTree({ levels, sites: Object.values(sites) }));
  const wardHall = endpoint({ siteId: sites.ward.id });
  const communeHall = endpoint({ siteId: sites.commune.id });
  await createEndpointRepository(database, untold).insert([wardHall, communeHall]);
  const secretary = account({ login: 'thuky', kind: 'secretariat', siteId: sites.province.id });
  await createAccountRepository(database, untold).insert(secretary);
  return { ...sites, wardHall, communeHall, secretary };
}
