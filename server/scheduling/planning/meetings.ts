import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { AgendaItem, Invitation } from '../../../domain/schedule/meeting.ts';
import type { Origin } from '../../../protocol/rest/meetings/history.ts';
import type { meetingChange, MeetingDetail, newMeeting } from '../../../protocol/rest/meetings/meetings.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { MeetingClock } from '../lifecycle/clock.ts';
import type { ConferenceRunner } from '../lifecycle/conference-runner.ts';
import type { ApplyDraft, Repetition } from './apply-draft.ts';
import type { CommandMeeting, PlanTarget } from './command-meeting.ts';
import type { Invitees } from '../invitations/invitees.ts';
import { defined } from './defined.ts';
import { accepted, refused, refuseIf } from './refused.ts';

export interface MeetingsContext {
  readonly command: CommandMeeting;
  readonly seeing: Pick<VisibleMeetings, 'detail'>;
  readonly applyDraft: ApplyDraft;
  readonly sites: Pick<SiteRepository, 'byId'>;
  readonly runner: Pick<ConferenceRunner, 'whileReopening'>;
  readonly clock: Pick<MeetingClock, 'conferenceEnded'>;
  readonly invitees: Pick<Invitees, 'invitations'>;
  readonly logger: Logger;
}

type Asked = z.output<typeof newMeeting>;
/** A new meeting's plan; without invitees if the caller has looked them up itself. */
type Wish = Omit<Asked, 'invitations'> & Partial<Pick<Asked, 'invitations'>>;

/** Properties of a new meeting that are not part of its plan. */
interface Beyond {
  readonly invitations?: readonly Invitation[];
  /** Scheduled at once, overriding the plans of its rooms and people. */
  readonly emergency?: boolean;
  readonly chairOrder?: readonly string[];
  readonly origin?: Origin | null;
  readonly repetition?: Repetition | undefined;
}

/**
 * The use cases of planning. A meeting outside the caller's scope and invitations is `not-found`. Each throws
 * a Failure for what the domain refuses (see decide-plan).
 */
export function createMeetings({
  command,
  seeing,
  applyDraft,
  sites,
  runner,
  clock,
  invitees,
  logger,
}: MeetingsContext) {
  const invitedBy = async (
    wanted: Asked['invitations'],
    startsAtMs: number,
    caller: Caller,
  ): Promise<readonly Invitation[]> => {
    const found = await invitees.invitations({ selections: [], invitees: wanted }, startsAtMs, caller);
    refuseIf(found.length < wanted.length && refused('not-found', 'an invitee does not exist'));
    return found;
  };

  return {
    /** @throws Failure `not-found` for a site or an invitee outside the caller's subtree */
    async create(
      { invitations: wanted = [], ...wish }: Wish,
      caller: Caller,
      { invitations, emergency = false, chairOrder = [], origin = null, repetition }: Beyond = {},
    ): Promise<MeetingDetail> {
      caller.scope.requireSite(await sites.byId(wish.siteId));
      const invited = invitations ?? (await invitedBy(wanted, wish.startsAtMs, caller));
      const agenda = wish.agenda.map(withId);
      const given = { invitations: invited, emergency, chairOrder, origin };
      const draft = { ...wish, ...given, id: uuid(), agenda };
      const { meeting } = accepted(await applyDraft(draft, caller, repetition));
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

    /** Signs off an ended meeting; nothing about it changes afterwards. */
    close: (target: PlanTarget, caller: Caller) => command(target, { type: 'close' }, caller),

    /** Opens the conference now: before its time, or again if it has just ended. */
    async open(meetingId: string, caller: Caller): Promise<MeetingDetail> {
      const seen = await seeing.detail(meetingId, caller);
      // The conference may have ended a moment ago, and its meeting not yet.
      if (seen.state === 'live') await clock.conferenceEnded(meetingId);
      const { state } = seen.state === 'live' ? await seeing.detail(meetingId, caller) : seen;
      if (state !== 'ended') return command({ meetingId, version: 'any' }, { type: 'open' }, caller);
      return runner.whileReopening(meetingId, (endedAtMs) =>
        command({ meetingId, version: 'any' }, { type: 'reopen', endedAtMs }, caller),
      );
    },
  };
}

const withId = (item: Omit<AgendaItem, 'id'>): AgendaItem => ({ ...item, id: uuid() });
