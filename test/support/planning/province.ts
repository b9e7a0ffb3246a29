import { readFile } from 'node:fs/promises';
import type { Admission } from '../../../protocol/conference/presence.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import type { GivenRole } from '../../../protocol/roles.ts';
import { administrator } from '../rest/secrets.ts';
import { RestCaller } from '../../../simulation/rest.ts';

export const chair = { login: 'chutri', password: 'mat-khau-cua-chu-toa' };

export interface PlannedMeeting {
  readonly meetingId: string;
  readonly chairId: string;
  /** The halls of two communes. */
  readonly endpoints: readonly [string, string];
  /** The halls of the further communes. */
  readonly others: readonly string[];
  readonly administration: RestCaller;
}

export interface Plan {
  /** Communes whose halls are invited beside the first two. */
  readonly further?: readonly string[];
  readonly admission?: Admission;
  /** Leaves the meeting a draft for two hours later: the page schedules and opens it. */
  readonly draft?: boolean;
  readonly agenda?: readonly { readonly title: string; readonly plannedMinutes: number }[];
}

/**
 * A province from the real list of units, a chair, the halls of two or more communes, and an open meeting of
 * them.
 */
export async function planMeeting(url: string, plan: Plan = {}): Promise<PlannedMeeting> {
  const { further = [], admission = 'open', agenda = [], draft = false } = plan;
  const administration = await RestCaller.signIn(url, administrator.login, administrator.password);
  await administration.call('site.import', {
    body: {
      format: 'districts',
      text: await readFile('demo/data/vinhphuc-2021-136.tsv', 'utf8'),
      province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
      validFrom: '2021-01-01',
    },
  });
  const leader = { ...chair, fullName: 'Chủ tịch UBND tỉnh', kind: 'official' } as const;
  const chairId = await provinceAccount(administration, leader);
  const hall = async (site: string): Promise<string> => {
    const body = { siteId: await siteNamed(administration, site), name: `Hội trường UBND ${site}` };
    return (await administration.call('endpoint.create', { body })).id;
  };
  const endpoints = [await hall('Tam Hồng'), await hall('Trung Mỹ')] as const;
  const others: string[] = [];
  for (const commune of further) others.push(await hall(commune));

  const startsAtMs = Date.now() + (draft ? 2 * 3_600_000 : 0);
  const planned = await administration.call('meeting.create', {
    body: {
      title: 'Giao ban trực tuyến tháng 11',
      siteId: await siteNamed(administration, 'Vĩnh Phúc'),
      admission,
      agenda: [...agenda],
      startsAtMs,
      endsAtMs: startsAtMs + 3_600_000,
    },
  });
  const params = { meetingId: planned.id };
  const invited = await administration.call('meeting.invite', {
    params,
    version: planned.version,
    body: {
      invitations: [
        { kind: 'account', inviteeId: chairId, role: 'chair' },
        ...[...endpoints, ...others].map((inviteeId) => ({
          kind: 'endpoint' as const,
          inviteeId,
          role: 'delegate' as const,
        })),
      ],
    },
  });
  if (!draft) {
    await administration.call('meeting.schedule', { params, version: invited.version });
    await administration.call('meeting.open', { params });
  }
  return { meetingId: planned.id, chairId, endpoints, others, administration };
}

/** The id of the unit that a search for a name finds first. */
export async function siteNamed(administration: RestCaller, q: string): Promise<string> {
  const { sites } = await administration.call('site.search', { query: { q } });
  const [site] = sites;
  if (!site) throw new Error(`no site is named ${q}`);
  return site.id;
}

interface NewAccount {
  readonly login: string;
  readonly password: string;
  readonly fullName: string;
  readonly kind: AccountKind;
}

/** Creates an account of the province; returns its id. */
export async function provinceAccount(administration: RestCaller, account: NewAccount): Promise<string> {
  const siteId = await siteNamed(administration, 'Vĩnh Phúc');
  return (await administration.call('account.create', { body: { ...account, siteId } })).id;
}

export async function inviteAccount(
  administration: RestCaller,
  meetingId: string,
  inviteeId: string,
  role: GivenRole,
): Promise<void> {
  const params = { meetingId };
  const { version } = await administration.call('meeting.get', { params });
  const invitations = [{ kind: 'account' as const, inviteeId, role }];
  await administration.call('meeting.invite', { params, version, body: { invitations } });
}

/** The device of one of the meeting's rooms, newly paired. */
export async function pairedRoom(url: string, meeting: PlannedMeeting, index: 0 | 1): Promise<RestCaller> {
  const body = { endpointId: meeting.endpoints[index] };
  const { code } = await meeting.administration.call('pairing.create', { body });
  return RestCaller.pair(url, code);
}

/** Gives passes to the chair and to two rooms of a meeting, each time a fresh one. */
export async function passesTo(
  url: string,
  meeting: PlannedMeeting,
): Promise<{ readonly chair: () => Promise<string>; readonly room: (index: 0 | 1) => Promise<string> }> {
  const chairCaller = await RestCaller.signIn(url, chair.login, chair.password);
  const rooms = [await pairedRoom(url, meeting, 0), await pairedRoom(url, meeting, 1)] as const;
  return {
    chair: () => chairCaller.joinToken(meeting.meetingId),
    room: (index) => rooms[index].joinToken(meeting.meetingId),
  };
}
