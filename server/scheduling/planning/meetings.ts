import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { decideDraft, type Drafted } from '../../../domain/schedule/decide-plan/drafting.ts';
import type { AgendaItem, Invitation } from '../../../domain/schedule/meeting.ts';
import type { Origin } from '../../../protocol/rest/meetings/history.ts';
import type { meetingChange, MeetingDetail, newMeeting } from '../../../protocol/rest/meetings/meetings.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { CommandMeeting, PlanTarget } from './command-meeting.ts';
import { defined } from './defined.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import { accepted } from './refused.ts';

export interface MeetingsContext {
  readonly command: CommandMeeting;
  readonly seeing: Pick<VisibleMeetings, 'detail'>;
  readonly meetings: Pick<MeetingRepository, 'insert'>;
  readonly sites: Pick<SiteRepository, 'byId'>;
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

/**
 * The use cases of planning. A meeting outside the caller's scope and invitations is `not-found`. Each throws
 * a Failure for what the domain refuses (see decide-plan).
 */
export function createMeetings({ command, seeing, meetings, sites, logger, now }: MeetingsContext) {
  return {
    /** @throws Failure `not-found` for a site outside the caller's subtree */
    async create(
      wish: z.output<typeof newMeeting>,
      caller: Caller,
      { invitations = [], emergency = false, origin }: Beyond = {},
    ): Promise<MeetingDetail> {
      const account = accountOf(caller);
      caller.scope.requireSite(await sites.byId(wish.siteId));
      const agenda = wish.agenda.map(withId);
      const draft = { ...wish, id: uuid(), agenda, invitations, emergency, origin: origin ?? null };
      const { meeting } = accepted<Drafted>(decideDraft(draft, account.id, now()));
      await meetings.insert(caller.scope.require(meeting));
      return seeing.detail(meeting.id, caller);
    },

    change: (
      target: PlanTarget,
      { agenda, ...changes }: z.output<typeof meetingChange>,
      caller: Caller,
    ): Promise<MeetingDetail> => {
      const edit = { ...defined(changes), ...(agenda && { agenda: agenda.map(withId) }) };
      return command(target, { type: 'edit', edit }, caller);
    },

    schedule: (target: PlanTarget, caller: Caller) => command(target, { type: 'schedule' }, caller),

    async overrideClashes(
      target: PlanTarget,
      overridesClashes: boolean,
      caller: Caller,
    ): Promise<MeetingDetail> {
      const detail = await command(target, { type: 'override-clashes', overridesClashes }, caller);
      const { meetingId, reach = 'one' } = target;
      logger.warn(
        { meetingId, reach, overridesClashes, accountId: accountOf(caller).id },
        'override of clashes changed',
      );
      return detail;
    },

    cancel: (target: PlanTarget, reason: string | null, caller: Caller) =>
      command(target, { type: 'cancel', reason }, caller),

    /** A submitted meeting holds its rooms. */
    submit: (target: PlanTarget, caller: Caller) => command(target, { type: 'submit' }, caller),

    approve: (target: PlanTarget, caller: Caller) => command(target, { type: 'approve' }, caller),

    /** Makes the meeting a draft again. */
    sendBack: (target: PlanTarget, reason: string, caller: Caller) =>
      command(target, { type: 'send-back', reason }, caller),

    /** Opens the conference now. */
    open: (meetingId: string, caller: Caller) => command({ meetingId }, { type: 'open' }, caller),
  };
}

const withId = (item: Omit<AgendaItem, 'id'>): AgendaItem => ({ ...item, id: uuid() });
