import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { RestCaller } from '../../simulation/rest.ts';
import { pdfOf } from '../../test/support/files.ts';
import { administrator } from '../../test/support/rest/secrets.ts';
import { documentView } from '../../protocol/rest/meetings/documents.ts';

const account = z.object({ id: z.string(), login: z.string(), password: z.string() });
export type SoakAccount = z.infer<typeof account>;

/**
 * The accounts, rooms and meetings of a soak. Plain data, because honest and attacking clients are separate
 * programs. A marker is a text that occurs in one place only: a client that receives a marker that it may not
 * see has found a leak.
 */
export const soakWorld = z.object({
  /** Live, open, unclassified. The honest rooms and the moderators take part in it. */
  mainMeetingId: z.string(),
  /** Live, classified, with a lobby, and locked. Only the province's staff may know of it. */
  closedMeetingId: z.string(),
  /** Pairing codes of the honest rooms. */
  pairingCodes: z.array(z.string()),
  chair: account,
  secretary: account,
  /** Administrator, secretariat and operator of one district. */
  district: z.object({ siteId: z.string(), administrator: account, secretary: account, operator: account }),
  /** The secretariat of one commune in that district. */
  commune: z.object({ siteId: z.string(), secretary: account, endpointId: z.string() }),
  /** A unit outside that district, with one account and one room. */
  outside: z.object({ siteId: z.string(), accountId: z.string(), endpointId: z.string() }),
  markers: z.object({
    /** In the title of the closed meeting. */
    closedMeeting: z.string(),
    /** In the title of a document that only the moderators of the main meeting may see. */
    leadersDocument: z.string(),
    /** In every private message between the chair and the first room. */
    privateMessage: z.string(),
  }),
});
export type SoakWorld = z.infer<typeof soakWorld>;

const marker = (what: string): string => `${what}-${randomUUID()}`;
const hoursMs = 8 * 3_600_000;

/**
 * Creates a province through the API: units, rooms, accounts, a meeting of `rooms` rooms, and a closed one.
 */
export async function createWorld(url: string, rooms: number): Promise<SoakWorld> {
  const admin = await RestCaller.signIn(url, administrator.login, administrator.password);
  await admin.call('site.import', {
    body: {
      format: 'districts',
      text: await readFile('demo/data/vinhphuc-2021-136.tsv', 'utf8'),
      province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
      validFrom: '2021-01-01',
    },
  });
  const { sites } = await admin.call('site.list', { query: {} });
  const root = sites.find(({ levelId }) => levelId === 'province')?.id;
  const [district, elsewhere] = sites.filter(({ levelId }) => levelId === 'district');
  const communes = sites.filter(({ levelId }) => levelId === 'commune');
  const commune = communes.find(({ parentId }) => parentId === district?.id);
  if (root === undefined || !district || !elsewhere || !commune) {
    throw new Error('the list of units has no two districts with communes');
  }
  const roomOf = async ({ id, name }: { readonly id: string; readonly name: string }): Promise<string> =>
    (await admin.call('endpoint.create', { body: { siteId: id, name: `Hội trường UBND ${name}` } })).id;
  const communeRoomId = await roomOf(commune);
  const outsideRoomId = await roomOf(elsewhere);
  const honestIds: string[] = [];
  for (const site of communes.filter(({ id }) => id !== commune.id).slice(0, rooms)) {
    honestIds.push(await roomOf(site));
  }

  const create = async (
    login: string,
    kind: 'administrator' | 'secretariat' | 'operator' | 'official',
    siteId: string,
  ): Promise<SoakAccount> => {
    const password = `${login}-${randomUUID()}`;
    const body = { login, password, fullName: `Tài khoản ${login}`, kind, siteId };
    const { id } = await admin.call('account.create', { body });
    return { id, login, password };
  };
  const chair = await create('soak.chutoa', 'official', root);
  const closedChair = await create('soak.chutoakin', 'official', root);
  await admin.call('account.setClearance', {
    params: { accountId: closedChair.id },
    body: { cleared: true },
  });
  const secretary = await create('soak.thuky', 'secretariat', root);
  const outsideAccount = await create('soak.huyenkhac', 'secretariat', elsewhere.id);

  const openMeeting = async (plan: object, invitations: readonly Invited[]): Promise<string> => {
    const startsAtMs = Date.now();
    const { id, version } = await admin.call('meeting.create', {
      body: { title: 'Họp giao ban', siteId: root, startsAtMs, endsAtMs: startsAtMs + hoursMs, ...plan },
    });
    const params = { meetingId: id };
    const invited = await admin.call('meeting.invite', {
      params,
      version,
      body: { invitations: [...invitations] },
    });
    await admin.call('meeting.schedule', { params, version: invited.version });
    await admin.call('meeting.open', { params });
    return id;
  };
  const leaders: readonly Invited[] = [
    { kind: 'account', inviteeId: chair.id, role: 'chair' },
    { kind: 'account', inviteeId: secretary.id, role: 'secretary' },
  ];
  const markers = {
    closedMeeting: marker('PHIEN-KIN'),
    leadersDocument: marker('TAI-LIEU-LANH-DAO'),
    privateMessage: marker('TIN-RIENG'),
  };
  const mainMeetingId = await openMeeting({ title: 'Giao ban toàn tỉnh' }, [
    ...leaders,
    ...honestIds.map((inviteeId): Invited => ({ kind: 'endpoint', inviteeId, role: 'delegate' })),
  ]);
  const closedMeetingId = await openMeeting(
    { title: `Phiên họp kín ${markers.closedMeeting}`, classification: 'classified', admission: 'lobby' },
    [{ kind: 'account', inviteeId: closedChair.id, role: 'chair' }],
  );
  const uploaded = await admin.fetch('document.upload', {
    params: { meetingId: mainMeetingId },
    query: { name: `${markers.leadersDocument}.pdf`, visibleTo: 'moderators' },
    content: pdfOf(2),
  });
  documentView.parse(await uploaded.json());

  const pairingCodes: string[] = [];
  for (const endpointId of honestIds) {
    pairingCodes.push((await admin.call('pairing.create', { body: { endpointId } })).code);
  }
  return {
    mainMeetingId,
    closedMeetingId,
    pairingCodes,
    chair,
    secretary,
    district: {
      siteId: district.id,
      administrator: await create('soak.quantrihuyen', 'administrator', district.id),
      secretary: await create('soak.thukyhuyen', 'secretariat', district.id),
      operator: await create('soak.kythuathuyen', 'operator', district.id),
    },
    commune: {
      siteId: commune.id,
      secretary: await create('soak.thukyxa', 'secretariat', commune.id),
      endpointId: communeRoomId,
    },
    outside: { siteId: elsewhere.id, accountId: outsideAccount.id, endpointId: outsideRoomId },
    markers,
  };
}

interface Invited {
  readonly kind: 'endpoint' | 'account';
  readonly inviteeId: string;
  readonly role: 'chair' | 'secretary' | 'delegate';
}
