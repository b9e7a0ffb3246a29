import type { z } from 'zod';
import { answerRefusal } from '../../../domain/schedule/answers.ts';
import type { Meeting } from '../../../domain/schedule/meeting.ts';
import { fold } from '../../../domain/sites/fold.ts';
import type {
  ListedMeeting,
  MeetingPosition,
  meetingQuery,
} from '../../../protocol/rest/meetings/meetings.ts';
import { pageOf } from '../../../protocol/rest/paging.ts';
import { callerKind, isCleared, subjectId, type Caller } from '../../identity/caller.ts';
import type { ReplyRepository } from '../readiness/reply-repository.ts';
import type { LiveMeetings } from '../access/live-meetings.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import { summary } from './meeting-summary.ts';
import { Names } from '../access/names.ts';
import { awaits } from '../access/standing.ts';

type Directory = ConstructorParameters<typeof Names>[0];

interface MeetingListContext extends Directory {
  readonly meetings: Pick<MeetingRepository, 'list'>;
  readonly replies: Pick<ReplyRepository, 'unansweredBy'>;
  readonly live: Pick<LiveMeetings, 'removedFrom'>;
}

export type MeetingList = ReturnType<typeof createMeetingList>;

/** The meetings that a caller sees: organised in its subtree, or with an invitation for it. */
export function createMeetingList({ meetings, replies, live, ...directory }: MeetingListContext) {
  const { sites } = directory;

  return async function list(
    { fromMs, toMs, states, siteId, q, approval, sort, cursor, limit }: z.output<typeof meetingQuery>,
    caller: Caller,
  ): Promise<{ meetings: ListedMeeting[]; nextCursor: string | null }> {
    const { scope } = caller;
    const subtree = siteId === undefined ? undefined : await sites.subtreeIds(siteId);
    const latestFirst = sort === '-startsAt';
    const filter = {
      ...(fromMs !== undefined && { endsAfterMs: fromMs }),
      ...(toMs !== undefined && { startsBeforeMs: toMs }),
      ...(q !== undefined && { folded: fold(q) }),
      pendingApproval: approval === 'pending',
      ...(cursor && { after: cursor }),
      latestFirst,
      limit: limit + 1,
    };
    const siteIds = subtree?.filter((id) => scope.covers(id)) ?? scope.siteIds;
    const invitee =
      caller.kind === 'device'
        ? { invitedEndpointId: caller.endpoint.id }
        : { invitedAccountId: caller.account.id };
    const [organised, inviting] = await Promise.all([
      meetings.list({ ...filter, ...(states && { states }), ...(siteIds && { siteIds }) }),
      meetings.list({
        ...filter,
        ...invitee,
        ...(subtree && { siteIds: subtree }),
        ...(states && { states }),
        announced: true,
      }),
    ]);
    // Both lists are sorted and long enough for the page, so their union contains the page.
    const all = [...new Map([...organised, ...inviting].map((meeting) => [meeting.id, meeting])).values()];
    const { rows, nextCursor } = pageOf(
      all.sort(latestFirst ? (a, b) => byStart(b, a) : byStart),
      limit,
      ({ startsAtMs, id }): MeetingPosition => [startsAtMs, id],
    );
    const names = new Names(directory);
    const opened = rows.filter(({ openedAtMs }) => openedAtMs !== null).map(({ id }) => id);
    const removed = opened.length === 0 ? undefined : await live.removedFrom(opened, subjectId(caller));
    // Applies the same rules as standing.ts does to a single meeting.
    const seen = rows.filter((meeting) => {
      const isStaff = scope.covers(meeting.siteId);
      if (removed?.has(meeting.id)) return isStaff && callerKind(caller) === 'administrator';
      return isStaff || meeting.classification === 'unclassified' || isCleared(caller);
    });
    const answerable = seen.filter((meeting) => answerRefusal(meeting) === undefined);
    const unanswered = await replies.unansweredBy(
      subjectId(caller),
      answerable.map(({ id }) => id),
    );
    return {
      meetings: await Promise.all(
        seen.map(async (meeting) => ({
          ...(await summary(meeting, names)),
          toApprove: awaits(meeting, caller, scope),
          toAnswer: unanswered.has(meeting.id),
          returnReason: meeting.state === 'draft' ? meeting.returnReason : null,
        })),
      ),
      nextCursor,
    };
  };
}

const byStart = (a: Meeting, b: Meeting): number => a.startsAtMs - b.startsAtMs || (a.id < b.id ? -1 : 1);
