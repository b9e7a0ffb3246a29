import type { z } from 'zod';
import { rollCall } from '../../domain/conference/roll-call.ts';
import { isModerator } from '../../domain/conference/state.ts';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { Failure } from '../../protocol/failure.ts';
import type { meetingQuery } from '../../protocol/rest/meetings.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import { Names } from '../scheduling/names.ts';
import type { ReadinessService } from '../scheduling/readiness.ts';
import type { SchedulingService } from '../scheduling/scheduling.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { tableOf } from './columns.ts';
import { invitationColumns, meetingColumns, readinessColumns } from './meeting-columns.ts';
import { rollCallColumns } from './roll-call-columns.ts';
import type { NamedTable } from './tables.ts';

export interface MeetingExportsContext {
  readonly scheduling: Pick<SchedulingService, 'listMeetings' | 'seeing'>;
  readonly readiness: Pick<ReadinessService, 'board'>;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  /** What the meeting's conference is or was; the empty one where it never opened. */
  readonly conferenceState: (meetingId: string) => Promise<ConferenceState>;
  readonly now: () => number;
}

/** As many as a sheet is read with. */
const mostRows = 20_000;

/** The lists of meetings, and of who is invited, ready and present, as tables. */
export function createMeetingExports({
  scheduling: { listMeetings, seeing },
  readiness,
  conferenceState,
  now,
  ...directory
}: MeetingExportsContext) {
  return {
    /** All that the query means, whatever its page. */
    async meetings(query: z.output<typeof meetingQuery>, caller: Caller): Promise<NamedTable> {
      const { meetings } = await listMeetings({ ...query, limit: mostRows }, caller);
      return tableOf(`phien-hop-${dayInVietnam(now())}`, meetingColumns, meetings);
    },

    /** @throws Failure `not-found` */
    async invitations(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs, invitations } = await seeing.detail(meetingId, caller);
      return tableOf(`giay-moi-${dayInVietnam(startsAtMs)}`, invitationColumns, invitations);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async readiness(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs, rows } = await readiness.board(meetingId, caller);
      return tableOf(`san-sang-${dayInVietnam(startsAtMs)}`, readinessColumns, rows);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async rollCall(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { meeting, standing } = await seeing.see(meetingId, caller);
      const state = await conferenceState(meetingId);
      const role = state.participants[subjectId(caller)]?.role ?? standing.role;
      if (!isModerator(role)) throw new Failure('forbidden');
      const invited = await new Names(directory).invitations(meeting.invitations);
      // The tree of the day: what a reform renamed later was called as it is in the papers of the meeting.
      const day = dayInVietnam(meeting.startsAtMs);
      const { rows } = rollCall(invited, state, await directory.sites.validOn(day));
      return tableOf(`diem-danh-${day}`, rollCallColumns, rows);
    },
  };
}
