import type { z } from 'zod';
import { rollCall } from '../../../domain/conference/roll-call.ts';
import { isModerator } from '../../../domain/conference/state.ts';
import { isToTelephone } from '../../../domain/schedule/readiness.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { meetingQuery } from '../../../protocol/rest/meetings/meetings.ts';
import type { readinessSheetQuery } from '../../../protocol/rest/sheets.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import type { AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { Caller } from '../../identity/caller.ts';
import { Names } from '../../scheduling/access/names.ts';
import type { ReadinessService } from '../../scheduling/readiness/readiness.ts';
import type { SchedulingService } from '../../scheduling/scheduling.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import { mostRows, tableOf } from './columns.ts';
import { historyColumns, historyRows } from './history-columns.ts';
import { invitationColumns, meetingColumns, readinessColumns, telephoneColumns } from './meeting-columns.ts';
import { rollCallColumns } from './roll-call-columns.ts';
import type { NamedTable } from '../tables.ts';

export interface MeetingExportsContext {
  readonly scheduling: Pick<SchedulingService, 'listMeetings' | 'seeing'> & {
    readonly history: Pick<SchedulingService['history'], 'of'>;
  };
  readonly readiness: Pick<ReadinessService, 'board'>;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  /** The current or last state of the meeting's conference; the empty state if it never opened. */
  readonly conferenceState: (meetingId: string) => Promise<ConferenceState>;
  readonly now: () => number;
}

const byName = new Intl.Collator('vi', { numeric: true });

/** The list of meetings, and lists of who is invited, ready and present, as tables. */
export function createMeetingExports({
  scheduling: { listMeetings, seeing, history },
  readiness,
  conferenceState,
  now,
  ...directory
}: MeetingExportsContext) {
  return {
    /** All meetings that match the query, without pages. */
    async meetings(query: z.output<typeof meetingQuery>, caller: Caller): Promise<NamedTable> {
      const { meetings } = await listMeetings({ ...query, limit: mostRows }, caller);
      return tableOf(`phien-hop-${dayInVietnam(now())}`, meetingColumns, meetings);
    },

    /** @throws Failure `not-found` */
    async invitations(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs, invitations } = await seeing.detail(meetingId, caller);
      return tableOf(`giay-moi-${dayInVietnam(startsAtMs)}`, invitationColumns, invitations);
    },

    /** Sorted by unit and name, as on the board. @throws Failure `not-found`, `forbidden` */
    async readiness(
      meetingId: string,
      { only, siteId }: Pick<z.output<typeof readinessSheetQuery>, 'only' | 'siteId'>,
      caller: Caller,
    ): Promise<NamedTable> {
      const { startsAtMs, rows } = await readiness.board(meetingId, caller);
      const day = dayInVietnam(startsAtMs);
      const within = rows
        .filter(({ sitePath }) => siteId === undefined || sitePath.includes(siteId))
        .toSorted((a, b) => byName.compare(a.siteName, b.siteName) || byName.compare(a.name, b.name));
      return only === 'to-telephone'
        ? tableOf(`can-goi-dien-${day}`, telephoneColumns, within.filter(isToTelephone))
        : tableOf(`san-sang-${day}`, readinessColumns, within);
    },

    /**
     * The history of the plan, newest change first; for the meeting's planners.
     * @throws Failure `not-found`
     */
    async history(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs } = await seeing.detail(meetingId, caller);
      const rows = historyRows(await history.of(meetingId, caller));
      return tableOf(`lich-su-${dayInVietnam(startsAtMs)}`, historyColumns, rows);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async rollCall(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { meeting, role } = await seeing.attend(meetingId, caller);
      if (!isModerator(role)) throw new Failure('forbidden');
      const state = await conferenceState(meetingId);
      const invited = await new Names(directory).invitations(meeting.invitations);
      // Uses the tree of the meeting's day: units that a reform renamed later keep the names in the meeting's
      // papers.
      const day = dayInVietnam(meeting.startsAtMs);
      const { rows } = rollCall(invited, state, await directory.sites.validOn(day));
      return tableOf(`diem-danh-${day}`, rollCallColumns, rows);
    },
  };
}
