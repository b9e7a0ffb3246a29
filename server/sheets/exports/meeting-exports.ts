import type { z } from 'zod';
import { rollCall } from '../../../domain/conference/roll-call.ts';
import { isModerator } from '../../../domain/conference/state.ts';
import { isToTelephone } from '../../../domain/schedule/readiness.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type { EventType, LoggedEvent } from '../../../protocol/events.ts';
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
import { ballotColumns, ballotRows } from './ballot-columns.ts';
import { chatColumns, chatEvents, chatRows } from './chat-columns.ts';
import { mostRows, tableOf } from './columns.ts';
import { historyColumns, historyRows } from './history-columns.ts';
import { invitationColumns, meetingColumns, readinessColumns, telephoneColumns } from './meeting-columns.ts';
import { paperColumns, paperRows, type PapersStored } from './paper-columns.ts';
import { rollCallColumns } from './roll-call-columns.ts';
import { speechColumns, speechEvents, speechRows } from './speech-columns.ts';
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
  /** The events of these types in the log of the meeting's conference, in order. */
  readonly eventsOf: (meetingId: string, types: readonly EventType[]) => Promise<readonly LoggedEvent[]>;
  readonly documents: PapersStored;
  readonly now: () => number;
}

const byName = new Intl.Collator('vi', { numeric: true });

/** The list of meetings, and lists of who is invited, ready and present, as tables. */
export function createMeetingExports({
  scheduling: { listMeetings, seeing, history },
  readiness,
  conferenceState,
  eventsOf,
  documents,
  now,
  ...directory
}: MeetingExportsContext) {
  /** The start of a meeting whose session the caller moderates. @throws Failure `not-found`, `forbidden` */
  const moderated = async (meetingId: string, caller: Caller): Promise<{ readonly startsAtMs: number }> => {
    const { meeting, role } = await seeing.attend(meetingId, caller);
    if (!isModerator(role)) throw new Failure('forbidden');
    return meeting;
  };

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

    /** @throws Failure `not-found`, `forbidden` */
    async ballots(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs } = await moderated(meetingId, caller);
      const rows = ballotRows(await conferenceState(meetingId));
      return tableOf(`bieu-quyet-${dayInVietnam(startsAtMs)}`, ballotColumns, rows);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async speeches(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs } = await moderated(meetingId, caller);
      const events = await eventsOf(meetingId, speechEvents);
      const rows = speechRows(events, await conferenceState(meetingId));
      return tableOf(`phat-bieu-${dayInVietnam(startsAtMs)}`, speechColumns, rows);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async chat(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs } = await moderated(meetingId, caller);
      const events = await eventsOf(meetingId, chatEvents);
      const rows = chatRows(events, await conferenceState(meetingId));
      return tableOf(`tro-chuyen-${dayInVietnam(startsAtMs)}`, chatColumns, rows);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async papers(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs } = await moderated(meetingId, caller);
      const rows = await paperRows(documents, meetingId);
      return tableOf(`tai-lieu-${dayInVietnam(startsAtMs)}`, paperColumns, rows);
    },
  };
}
