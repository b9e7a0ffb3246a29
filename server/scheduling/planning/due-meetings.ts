import { dueOf } from '../../../domain/schedule/due.ts';
import type { DueList } from '../../../protocol/rest/meetings/due.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import { type Caller, callerKind } from '../../identity/caller.ts';
import type { DueRepository } from './due-repository.ts';
import type { MeetingList } from './meeting-list.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** A week: what comes later is planned later. */
const aheadMs = 7 * dayMs;
/** A session that was not signed off in a month is a matter for its archive, not for today. */
const endedMs = 30 * dayMs;
/** Meetings that are looked at, of those ahead and of those that have ended. */
const most = 200;
const ahead: readonly MeetingState[] = ['draft', 'submitted', 'approved', 'scheduled', 'rehearsal-open'];

interface DueMeetingsContext {
  readonly dues: DueRepository;
  readonly listMeetings: MeetingList;
  readonly now: () => number;
}

/** What the caller's unit, and those below it, have to do now for the meetings that they organise. */
export const createDueMeetings =
  ({ dues, listMeetings, now }: DueMeetingsContext) =>
  async (caller: Caller): Promise<DueList> => {
    const nowMs = now();
    const [planned, over] = await Promise.all([
      listMeetings(
        { fromMs: nowMs, toMs: nowMs + aheadMs, states: [...ahead], sort: 'startsAt', limit: most },
        caller,
      ),
      listMeetings(
        // Also those that began and ended before their time.
        { fromMs: nowMs - endedMs, toMs: nowMs + aheadMs, states: ['ended'], sort: '-startsAt', limit: most },
        caller,
      ),
    ]);
    const organised = [...over.meetings.toReversed(), ...planned.meetings].filter(({ siteId }) =>
      caller.scope.covers(siteId),
    );
    const stored = await dues.factsOf(organised.map(({ id }) => id));
    const mayPlan = permits('meeting.plan', callerKind(caller));
    return {
      meetings: organised.flatMap(({ id, title, startsAtMs, endsAtMs, state, siteName, toApprove }) => {
        const facts = stored.get(id);
        const due = facts ? dueOf({ ...facts, state, startsAtMs, toApprove }, mayPlan, nowMs) : [];
        return due.length === 0 ? [] : [{ id, title, startsAtMs, endsAtMs, state, siteName, due }];
      }),
      more: planned.nextCursor !== null || over.nextCursor !== null,
    };
  };
