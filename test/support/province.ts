import { readFile } from 'node:fs/promises';
import type { Admission } from '../../protocol/conference/presence.ts';
import { administrator } from './secrets.ts';
import { RestCaller } from '../../simulation/rest.ts';

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
  readonly agenda?: readonly { readonly title: string; readonly plannedMinutes: number }[];
}

/**
 * A province from the real list of units, a chair, the halls of two or more communes, and an open meeting of
 * them.
 */
export async function planMeeting(url: string, plan: Plan = {}): Promise<PlannedMeeting> {
  const { further = [], admission = 'open', agenda = [] } = plan;
  const administration = await RestCaller.signIn(url, administrator.login, administrator.password);
  await administration.call('site.import', {
    body: {
      format: 'districts',
      text: await readFile('demo/data/vinhphuc-2021-136.tsv', 'utf8'),
      province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
      validFrom: '2021-01-01',
    },
  });
  const siteNamed = async (q: string): Promise<string> => {
    const { sites } = await administration.call('site.search', { query: { q } });
    const [site] = sites;
    if (!site) throw new Error(`no site is named ${q}`);
    return site.id;
  };
  const province = await siteNamed('Vĩnh Phúc');
  const account = await administration.call('account.create', {
    body: { ...chair, fullName: 'Chủ tịch UBND tỉnh', kind: 'official', siteId: province },
  });
  const hall = async (site: string): Promise<string> => {
    const body = { siteId: await siteNamed(site), name: `Hội trường UBND ${site}` };
    return (await administration.call('endpoint.create', { body })).id;
  };
  const endpoints = [await hall('Tam Hồng'), await hall('Trung Mỹ')] as const;
  const others: string[] = [];
  for (const commune of further) others.push(await hall(commune));

  const planned = await administration.call('meeting.create', {
    body: {
      title: 'Giao ban trực tuyến tháng 11',
      siteId: province,
      admission,
      agenda: [...agenda],
      startsAtMs: Date.now(),
      endsAtMs: Date.now() + 3_600_000,
    },
  });
  const params = { meetingId: planned.id };
  const invited = await administration.call('meeting.invite', {
    params,
    version: planned.version,
    body: {
      invitations: [
        { kind: 'account', inviteeId: account.id, role: 'chair' },
        ...[...endpoints, ...others].map((inviteeId) => ({
          kind: 'endpoint' as const,
          inviteeId,
          role: 'delegate' as const,
        })),
      ],
    },
  });
  await administration.call('meeting.schedule', { params, version: invited.version });
  await administration.call('meeting.open', { params });
  return { meetingId: planned.id, chairId: account.id, endpoints, others, administration };
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
