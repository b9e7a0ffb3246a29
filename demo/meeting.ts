import type { MeetingDetail } from '../protocol/rest/meetings/meetings.ts';
import type { RestCaller } from '../simulation/rest.ts';
import { demoAccounts } from './accounts.ts';
import type { Province } from './province.ts';

const title = 'Phiên họp trực tuyến UBND tỉnh với các địa phương (mô phỏng)';
const hourMs = 60 * 60 * 1_000;
/** A meeting that ends sooner than this is not reused. */
const leastRestMs = hourMs / 2;

/**
 * Returns a meeting in session to which every room of the province is invited: that of an earlier run, or a
 * new one.
 */
export async function standingMeeting(
  planner: RestCaller,
  { site, hall, departments, rooms }: Province,
  accountIds: ReadonlyMap<string, string>,
): Promise<MeetingDetail> {
  const now = Date.now();
  const { meetings } = await planner.call('meeting.list', { query: { states: 'live' } });
  const standing = meetings.find(
    (meeting) => meeting.title === title && meeting.endsAtMs > now + leastRestMs,
  );
  if (standing) return planner.call('meeting.get', { params: { meetingId: standing.id } });

  const created = await planner.call('meeting.create', {
    body: {
      title,
      siteId: site.id,
      startsAtMs: now,
      endsAtMs: now + 4 * hourMs,
      agenda: [
        { title: 'Khai mạc' },
        { title: 'Báo cáo tình hình kinh tế - xã hội' },
        { title: 'Ý kiến của các địa phương' },
        { title: 'Kết luận' },
      ],
    },
  });
  const params = { meetingId: created.id };
  const invited = await planner.call('meeting.invite', {
    params,
    version: created.version,
    body: {
      invitations: [
        { kind: 'endpoint', inviteeId: hall.id, role: 'chair' },
        ...[...departments, ...rooms].map(
          ({ id }) => ({ kind: 'endpoint', inviteeId: id, role: 'delegate' }) as const,
        ),
        ...demoAccounts.flatMap(({ login, role }) => {
          const inviteeId = accountIds.get(login);
          return inviteeId === undefined ? [] : [{ kind: 'account', inviteeId, role } as const];
        }),
      ],
    },
  });
  await planner.call('meeting.schedule', { params, version: invited.version });
  return planner.call('meeting.open', { params });
}
