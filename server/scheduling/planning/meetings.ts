import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { changeable } from '../../../domain/schedule/transitions.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { Origin } from '../../../protocol/rest/meetings/history.ts';
import type { meetingChange, MeetingDetail, newMeeting } from '../../../protocol/rest/meetings/meetings.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { Availability } from '../availability/availability.ts';
import type { Calendar } from '../series/calendar.ts';
import { defined } from './defined.ts';
import type { AgendaItem, Invitation, Meeting, MeetingRepository } from './meeting-repository.ts';
import { createReach } from '../series/reach.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { SeriesRepository } from '../series/series-repository.ts';
import { requireSpan } from './span.ts';
import type { Steps } from './steps.ts';

export interface MeetingsContext {
  readonly seeing: VisibleMeetings;
  readonly steps: Steps;
  readonly meetings: MeetingRepository;
  readonly series: SeriesRepository;
  readonly sites: SiteRepository;
  readonly availability: Availability;
  readonly calendar: Calendar;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Properties of a new meeting that are not part of its plan. */
interface Beyond {
  readonly invitations?: readonly Invitation[];
  /** Scheduled at once, overriding the plans of its rooms and people. */
  readonly emergency?: boolean;
  readonly origin?: Origin;
}

/** The use cases of planning. A meeting outside the caller's scope and invitations is `not-found`. */
export function createMeetings(context: MeetingsContext) {
  const { meetings, sites, logger, now } = context;
  const { write, move, act } = context.steps;
  const { see, seeToPlan, detail } = context.seeing;
  const reached = createReach(context);

  return {
    /** @throws Failure `not-found` for a site outside the caller's subtree */
    async create(
      wish: z.output<typeof newMeeting>,
      caller: Caller,
      { invitations = [], emergency = false, origin }: Beyond = {},
    ): Promise<MeetingDetail> {
      const account = accountOf(caller);
      caller.scope.requireSite(await sites.byId(wish.siteId));
      requireSpan(wish);
      refuseRecordedSecrets(wish);
      const id = uuid();
      const meeting = {
        ...wish,
        id,
        agenda: wish.agenda.map(withId),
        state: emergency ? ('scheduled' as const) : ('draft' as const),
        overridesClashes: emergency,
        submittedByAccountId: null,
        returnReason: null,
        seriesId: null,
        occurrenceAtMs: null,
        departs: false,
        emergency,
        announced: emergency,
        openedAtMs: null,
        origin: origin ?? null,
        cancelReason: null,
        version: 1,
        createdByAccountId: account.id,
        createdAtMs: now(),
        updatedAtMs: now(),
        invitations,
      };
      await meetings.insert(caller.scope.require(meeting));
      return detail(id, caller);
    },

    /** @throws Failure `not-found`, `version-changed`, `wrong-phase` */
    async change(
      meetingId: string,
      version: number,
      { agenda, ...changes }: z.output<typeof meetingChange>,
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      const extent = changeable(meeting.state);
      const { title, startsAtMs, preparationMinutes, classification, admission, recorded } = changes;
      const beyondCourse = [title, startsAtMs, preparationMinutes, classification, admission, recorded].some(
        (part) => part !== undefined,
      );
      if (extent === 'nothing' || (extent === 'course' && beyondCourse)) {
        throw new Failure('wrong-phase', `not allowed while the meeting is ${meeting.state}`);
      }
      const wished = { ...meeting, ...defined(changes) };
      requireSpan(wished);
      const kept = { ...defined(changes), ...(agenda && { agenda: agenda.map(withId) }) };
      const others = await reached.changeable(meeting, reach, caller);
      for (const each of [meeting, ...others]) refuseRecordedSecrets({ ...each, ...defined(changes) });
      const departs = meeting.departs || (reach === 'one' && meeting.seriesId !== null);
      await write(
        wished,
        await reached.moved(meeting, wished, others),
        caller,
        others.length > 0 ? kept : { ...kept, departs },
      );
      return detail(meetingId, caller);
    },

    async schedule(
      meetingId: string,
      version: number,
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<MeetingDetail> {
      await act(await seeToPlan(meetingId, caller, version), 'schedule', caller, reach);
      return detail(meetingId, caller);
    },

    /**
     * @throws Failure `not-found`, `version-changed`, `wrong-phase`, or `clash` if it is taken back while
     *   others hold the same
     */
    async overrideClashes(
      meetingId: string,
      version: number,
      overridesClashes: boolean,
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      if (changeable(meeting.state) === 'nothing') throw new Failure('wrong-phase');
      await write(meeting, await reached.changeable(meeting, reach, caller), caller, { overridesClashes });
      logger.warn(
        { meetingId, reach, overridesClashes, accountId: accountOf(caller).id },
        'override of clashes changed',
      );
      return detail(meetingId, caller);
    },

    async cancel(
      meetingId: string,
      version: number,
      caller: Caller,
      reach: Reach = 'one',
      reason: string | null = null,
    ): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      await act(meeting, 'cancel', caller, reach, { cancelReason: reason });
      return detail(meetingId, caller);
    },

    /**
     * Opens the conference now. A live meeting is not an error: two people who press the button want the
     * same.
     * @throws Failure `not-found`, `wrong-phase`, `version-changed`, or `no-capacity` if it would open early
     *   while the media workers still carry other meetings
     */
    async open(meetingId: string, caller: Caller): Promise<MeetingDetail> {
      const { meeting, standing } = await see(meetingId, caller);
      if (!standing.mayOpen) throw new Failure('not-found');
      if (meeting.state !== 'live') await move(meeting, 'open', caller, [], { openedAtMs: now() });
      return detail(meetingId, caller);
    },
  };
}

const withId = (item: Omit<AgendaItem, 'id'>): AgendaItem => ({ ...item, id: uuid() });

function refuseRecordedSecrets({
  recorded,
  classification,
}: Pick<Meeting, 'recorded' | 'classification'>): void {
  if (recorded && classification === 'classified') {
    throw new Failure('invalid-request', 'recorded: must be false for a classified meeting');
  }
}
