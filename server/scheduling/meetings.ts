import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { holds } from '../../domain/schedule/holding.ts';
import { changeable, transition, type MeetingAction } from '../../domain/schedule/transitions.ts';
import { Failure } from '../../protocol/failure.ts';
import type {
  meetingChange,
  MeetingDetail,
  meetingQuery,
  MeetingSummary,
  newMeeting,
} from '../../protocol/rest/meetings.ts';
import type { Reach } from '../../protocol/rest/series.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import { scopeOf } from '../identity/authorize.ts';
import { accountOf, type Caller } from '../identity/caller.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Availability } from './availability.ts';
import type { MeetingClock } from './clock.ts';
import {
  Clash,
  Oversold,
  type AgendaItem,
  type Meeting,
  type MeetingChanges,
  type MeetingRepository,
} from './meeting-repository.ts';
import { summary } from './meeting-summary.ts';
import { Names } from './names.ts';
import { createReach, inviteeOf } from './reach.ts';
import type { Seeing } from './seeing.ts';
import type { SeriesRepository } from './series-repository.ts';
import { announced, staffScope } from './standing.ts';
import { known, type Known, type PlannedMeeting } from './stored-meeting.ts';

export interface MeetingsContext {
  readonly seeing: Seeing;
  readonly meetings: MeetingRepository;
  readonly series: SeriesRepository;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly clock: MeetingClock;
  readonly availability: Availability;
  readonly logger: Logger;
  readonly now: () => number;
}

/** The use cases of planning. Outside a caller's scope and invitations every meeting is `not-found`. */
export function createMeetings(context: MeetingsContext) {
  const { meetings, series, endpoints, accounts, sites } = context;
  const { clock, availability, logger, now } = context;
  const { see, seeToPlan, detail } = context.seeing;
  const reached = createReach(context);

  /**
   * Keeps a change of the plan.
   * @param wished the meeting as it would be
   * @throws Failure `version-changed`, `no-capacity`, or `clash` with what stands against it
   */
  const keep = async (
    wished: PlannedMeeting,
    caller: Caller,
    change: () => Promise<boolean>,
  ): Promise<void> => {
    try {
      if (!(await change())) throw new Failure('version-changed');
    } catch (error) {
      if (error instanceof Oversold) throw new Failure('no-capacity');
      if (!(error instanceof Clash)) throw error;
      const inviteeIds = wished.invitations.filter(holds).map(inviteeOf);
      const booking = await availability.check({ ...wished, inviteeIds, exceptMeetingId: wished.id }, caller);
      throw new Failure('clash', `${booking.clashes.length} of those invited are held at that time`, booking);
    }
  };

  /** Keeps a change of a meeting, and the same of others that stand where they are to be already. */
  const write = (
    wished: PlannedMeeting,
    others: readonly Known<Meeting>[],
    caller: Caller,
    { startsAtMs, endsAtMs, ...alike }: MeetingChanges,
  ): Promise<void> => {
    const all = [wished, ...others];
    return others.length > 0
      ? reached.keepAll(
          all.map((each) => ({ ...each, ...alike })),
          [],
          caller,
          () => series.updateAll(all, alike, now()),
        )
      : keep(wished, caller, () =>
          meetings.update(
            wished.id,
            wished.version,
            { ...defined({ startsAtMs, endsAtMs }), ...alike },
            now(),
          ),
        );
  };

  /** One action for a meeting, and for those others that are reached and may do it. */
  const act = async (
    meetingId: string,
    caller: Caller,
    version: number,
    action: MeetingAction,
    reach: Reach,
    alike: Pick<MeetingChanges, 'cancelReason'> = {},
  ) => {
    const meeting = await seeToPlan(meetingId, caller, version);
    const others = await reached.others(meeting, reach);
    await move(
      meeting,
      action,
      caller,
      others.filter(({ state }) => transition(state, action, 'people') !== undefined),
      alike,
    );
    return detail(meetingId, caller);
  };

  const move = async (
    meeting: PlannedMeeting,
    action: MeetingAction,
    caller: Caller,
    others: readonly Known<Meeting>[] = [],
    alike: Pick<MeetingChanges, 'cancelReason'> = {},
  ): Promise<void> => {
    const state = transition(meeting.state, action, 'people');
    if (state === undefined) throw new Failure('wrong-phase', `a meeting that is ${meeting.state}`);
    if (action === 'schedule' && meeting.endsAtMs <= now()) {
      throw new Failure('wrong-phase', 'the meeting would be over already');
    }
    await write(meeting, others, caller, { ...alike, state });
    try {
      await clock.follow({ ...meeting, state, version: meeting.version + 1 });
    } catch (error) {
      // What is to be is written down; the clock makes the conference follow within seconds.
      logger.error(
        { err: error, meetingId: meeting.id },
        'the conference could not follow its meeting at once',
      );
    }
  };

  return {
    /** @throws Failure `not-found` for a site outside the caller's subtree */
    async create(wish: z.output<typeof newMeeting>, caller: Caller): Promise<MeetingDetail> {
      const account = accountOf(caller);
      const scope = await scopeOf(account, sites);
      if (!scope.covers(wish.siteId) || (await sites.byId(wish.siteId)) === undefined) {
        throw new Failure('not-found', 'no such site');
      }
      requireOrder(wish);
      const id = uuid();
      await meetings.insert({
        ...wish,
        id,
        agenda: wish.agenda.map(withId),
        state: 'draft',
        overridesClashes: false,
        seriesId: null,
        occurrenceAtMs: null,
        departs: false,
        cancelReason: null,
        version: 1,
        createdByAccountId: account.id,
        createdAtMs: now(),
        updatedAtMs: now(),
        invitations: [],
      });
      return detail(id, caller);
    },

    /** Organised in the caller's subtree or inviting the caller; by start. */
    async list(
      { fromMs, toMs, states, limit }: z.output<typeof meetingQuery>,
      caller: Caller,
    ): Promise<readonly MeetingSummary[]> {
      const { siteIds } = await staffScope(caller, sites);
      const filter = {
        ...(fromMs !== undefined && { endsAfterMs: fromMs }),
        ...(toMs !== undefined && { startsBeforeMs: toMs }),
        limit,
      };
      const invitee =
        caller.kind === 'device'
          ? { invitedEndpointId: caller.endpoint.id }
          : { invitedAccountId: caller.account.id };
      const [organised, inviting] = await Promise.all([
        meetings.list({ ...filter, ...(states && { states }), ...(siteIds && { siteIds }) }),
        meetings.list({
          ...filter,
          ...invitee,
          states: announced.filter((state) => states?.includes(state) ?? true),
        }),
      ]);
      const all = new Map([...organised, ...inviting].map((meeting) => [meeting.id, known(meeting)]));
      const names = new Names({ endpoints, accounts, sites });
      const inOrder = [...all.values()].sort((a, b) => a.startsAtMs - b.startsAtMs || (a.id < b.id ? -1 : 1));
      return Promise.all(inOrder.slice(0, limit).map((meeting) => summary(meeting, names)));
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
      const { title, startsAtMs, preparationMinutes, classification, admission } = changes;
      const beyondCourse = [title, startsAtMs, preparationMinutes, classification, admission].some(
        (part) => part !== undefined,
      );
      if (extent === 'nothing' || (extent === 'course' && beyondCourse)) {
        throw new Failure('wrong-phase', `a meeting that is ${meeting.state}`);
      }
      const wished = { ...meeting, ...defined(changes) };
      requireOrder(wished);
      const kept = { ...defined(changes), ...(agenda && { agenda: agenda.map(withId) }) };
      const others = await reached.others(meeting, reach);
      const departs = meeting.departs || (reach === 'one' && meeting.seriesId !== null);
      await write(
        wished,
        await reached.moved(meeting, wished, others),
        caller,
        others.length > 0 ? kept : { ...kept, departs },
      );
      return detail(meetingId, caller);
    },

    schedule: (meetingId: string, version: number, caller: Caller, reach: Reach = 'one') =>
      act(meetingId, caller, version, 'schedule', reach),

    /** @throws Failure `not-found`, `version-changed`, `wrong-phase`, or `clash` where it is taken back and others hold */
    async overrideClashes(
      meetingId: string,
      version: number,
      overridesClashes: boolean,
      caller: Caller,
    ): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      if (changeable(meeting.state) === 'nothing') throw new Failure('wrong-phase');
      await keep(meeting, caller, () => meetings.update(meetingId, version, { overridesClashes }, now()));
      logger.warn(
        { meetingId, overridesClashes, accountId: accountOf(caller).id },
        'clashes of a meeting were overridden, or no longer are',
      );
      return detail(meetingId, caller);
    },

    cancel: (
      meetingId: string,
      version: number,
      caller: Caller,
      reach: Reach = 'one',
      reason: string | null = null,
    ) => act(meetingId, caller, version, 'cancel', reach, { cancelReason: reason }),

    /** Opens the conference now. A meeting that is live already is no error: two who press the button wish the same. */
    async open(meetingId: string, caller: Caller): Promise<MeetingDetail> {
      const { meeting, standing } = await see(meetingId, caller);
      if (!standing.mayOpen) throw new Failure('not-found');
      if (meeting.state !== 'live') await move(meeting, 'open', caller);
      return detail(meetingId, caller);
    },
  };
}

const withId = (item: Omit<AgendaItem, 'id'>): AgendaItem => ({ ...item, id: uuid() });

function requireOrder({
  startsAtMs,
  endsAtMs,
}: {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}): void {
  if (endsAtMs <= startsAtMs) throw new Failure('invalid-request', 'a meeting ends after it starts');
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };
/** Without the keys whose value is undefined. */
function defined<T extends object>(changes: T): Defined<T> {
  const kept: Defined<T> = {};
  for (const key in changes) if (changes[key] !== undefined) Object.assign(kept, { [key]: changes[key] });
  return kept;
}
