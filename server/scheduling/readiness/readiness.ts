import type { Logger } from 'pino';
import type { z } from 'zod';
import { answerRefusal, linkRefusal } from '../../../domain/schedule/answers.ts';
import { type Invitation, inviteeOf, type MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { isModerator } from '../../../domain/conference/state.ts';
import { roomLanguage } from '../../../protocol/language.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type {
  calledReply,
  enteredReply,
  linkedInvitation,
  newReply,
  OwnReadiness,
  ReadinessView,
} from '../../../protocol/rest/meetings/readiness.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import type { AccountRepository } from '../../identity/accounts/account-repository.ts';
import { accountOf, type Caller, callerKind, subjectId } from '../../identity/caller.ts';
import type { Issued, Tokens } from '../../identity/passes/tokens.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { LiveMeetings } from '../access/live-meetings.ts';
import type { MeetingRepository } from '../planning/meeting-repository.ts';
import { accepted, refused, refuseIf, requireFound } from '../planning/refused.ts';
import { Names } from '../access/names.ts';
import { replyView, type ReadinessBoard } from './readiness-board.ts';
import type { RehearsalRepository } from './rehearsal-repository.ts';
import { rehearsalView } from './rehearsals.ts';
import type { MailedReply, RepliedBy, ReplyRepository } from './reply-repository.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';

export interface ReadinessContext {
  readonly seeing: Pick<VisibleMeetings, 'see' | 'attend'>;
  readonly live: Pick<LiveMeetings, 'removedFrom'>;
  readonly meetings: Pick<MeetingRepository, 'byId'>;
  readonly replies: ReplyRepository;
  readonly rehearsals: RehearsalRepository;
  readonly boardOf: ReadinessBoard;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly tokens: Tokens;
  /** The current or last state of the meeting's conference; the empty state if it never opened. */
  readonly conferenceState: (meetingId: string) => Promise<ConferenceState>;
  readonly logger: Logger;
  readonly now: () => number;
}

export type ReadinessService = ReturnType<typeof createReadiness>;

/** An answer by mail whose sender is verified to be the invitee. */
export type AnswerByMail = MailedReply & {
  readonly answer: 'accepted' | 'declined' | 'tentative';
  /** At most 500 characters, the limit of `newReply`. */
  readonly comment: string;
};

/** A classified meeting is not shown to anybody who has not signed in. */
const isClassified = ({ classification }: MeetingWithInvitations): boolean => classification === 'classified';

/** Replies and readiness: from the invitation to the seat in the conference. */
export function createReadiness(context: ReadinessContext) {
  const { seeing, live, meetings, replies, rehearsals, boardOf, tokens, conferenceState, logger, now } =
    context;

  const ownInvitation = async (meetingId: string, caller: Caller) => {
    const { meeting, standing } = await seeing.see(meetingId, caller);
    refuseIf(standing.role === null && refused('not-found'));
    const own = meeting.invitations.find((each) => inviteeOf(each) === subjectId(caller));
    return { meeting, own: requireFound(own, 'not invited') };
  };

  const own = async (meetingId: string, { id, endpointId, delegates }: Invitation): Promise<OwnReadiness> => {
    const [records, latest] = await Promise.all([
      replies.ofMeeting(meetingId),
      rehearsals.latestOf(meetingId),
    ]);
    const rehearsal = latest.find((each) => each.endpointId === endpointId);
    return {
      asked: [...delegates],
      reply: replyView(records.find(({ invitationId }) => invitationId === id)),
      rehearsal: rehearsal ? rehearsalView(rehearsal) : null,
    };
  };

  const tellAnswered = (
    { id: meetingId }: MeetingWithInvitations,
    { id: invitationId }: Invitation,
    { answer }: z.output<typeof newReply>,
    by: RepliedBy,
  ): void => logger.info({ meetingId, invitationId, answer, by }, 'an invitation was answered');

  const keep = async (
    meeting: MeetingWithInvitations,
    invitation: Invitation,
    reply: z.output<typeof newReply>,
    by: Parameters<ReplyRepository['keep']>[2],
  ): Promise<void> => {
    refuseIf(answerRefusal(meeting));
    await replies.keep(invitation.id, reply, by, now());
    tellAnswered(meeting, invitation, reply, typeof by === 'object' ? 'telephone' : by);
  };

  const isRemoved = async (
    { id, openedAtMs }: MeetingWithInvitations,
    invitation: Invitation,
  ): Promise<boolean> => openedAtMs !== null && (await live.removedFrom([id], inviteeOf(invitation))).has(id);

  /** @throws Failure `unauthenticated`, `token-expired`, or `not-found` if the invitation was withdrawn */
  const ofLink = async (token: string) => {
    const { meetingId, invitationId } = accepted(tokens.verifyReply(token));
    const meeting = requireFound(await meetings.byId(meetingId));
    const invitation = requireFound(meeting.invitations.find(({ id }) => id === invitationId));
    // The meeting may have become classified after the link was sent.
    const isHidden = !meeting.announced || isClassified(meeting) || (await isRemoved(meeting, invitation));
    refuseIf(isHidden && refused('not-found'));
    return { meeting, invitation };
  };

  const linked = async (token: string): Promise<z.output<typeof linkedInvitation>> => {
    const { meeting, invitation } = await ofLink(token);
    const names = new Names(context);
    const [named] = await names.invitations([invitation]);
    const account =
      invitation.accountId === null ? undefined : await context.accounts.byId(invitation.accountId);
    const { title, startsAtMs, endsAtMs, state } = meeting;
    const { asked, reply } = await own(meeting.id, invitation);
    return {
      meeting: { title, startsAtMs, endsAtMs, state, siteName: await names.site(meeting.siteId) },
      name: named?.name ?? '',
      siteName: named?.siteName ?? '',
      language: account?.language ?? roomLanguage,
      asked,
      reply,
    };
  };

  return {
    ownInvitation,

    /** Keeps the time of the first call. @throws as `ofLink` */
    async openLink(token: string) {
      const { invitation } = await ofLink(token);
      await replies.markSeen(invitation.id, now());
      return linked(token);
    },

    /** Keeps the time of the first call. @throws Failure `not-found` for a caller that is not invited */
    async markSeen(meetingId: string, caller: Caller): Promise<OwnReadiness> {
      const { own: invitation } = await ownInvitation(meetingId, caller);
      await replies.markSeen(invitation.id, now());
      return own(meetingId, invitation);
    },

    /** @throws Failure `not-found`, `wrong-phase` */
    async reply(meetingId: string, reply: z.output<typeof newReply>, caller: Caller): Promise<OwnReadiness> {
      const { meeting, own: invitation } = await ownInvitation(meetingId, caller);
      await keep(meeting, invitation, reply, caller.kind === 'device' ? 'room' : 'account');
      return own(meetingId, invitation);
    },

    /** @throws Failure `not-found`, `wrong-phase` */
    async issueLink(meetingId: string, invitationId: string, caller: Caller): Promise<Issued> {
      const { meeting, standing } = await seeing.see(meetingId, caller);
      const isInvited = meeting.invitations.some(({ id }) => id === invitationId);
      refuseIf((!standing.mayPlan || !isInvited || isClassified(meeting)) && refused('not-found'));
      refuseIf(linkRefusal(meeting, now()));
      return tokens.issueReply(meetingId, invitationId, meeting.endsAtMs);
    },

    /**
     * @throws Failure `not-found` for a caller that neither plans nor moderates the meeting, or if there is no
     *   such invitation; `wrong-phase`
     */
    async replyByTelephone(
      { meetingId, invitationId }: { readonly meetingId: string; readonly invitationId: string },
      { saidBy, reply }: z.output<typeof calledReply>,
      caller: Caller,
    ): Promise<z.output<typeof enteredReply>> {
      const { meeting, standing } = await seeing.see(meetingId, caller);
      const serves = standing.mayPlan || (standing.role !== null && isModerator(standing.role));
      refuseIf(!serves && refused('not-found'));
      const invitation = requireFound(meeting.invitations.find(({ id }) => id === invitationId));
      const { id: accountId } = accountOf(caller);
      await keep(meeting, invitation, reply, { saidBy, accountId });
      const { reply: stored } = await own(meetingId, invitation);
      return { reply: requireFound(stored ?? undefined) };
    },

    async replyByLink(token: string, reply: z.output<typeof newReply>) {
      const { meeting, invitation } = await ofLink(token);
      await keep(meeting, invitation, reply, 'link');
      return linked(token);
    },

    /**
     * Stores an answer that an invitee's calendar sent by mail. Such an answer does not tell who will come,
     * so the delegates who were asked are noted; if none was asked by name, one person. A tentative answer is
     * not stored.
     * @returns whether it was stored: not if a newer answer is known, the mail was counted before, or the
     *   meeting does not accept answers
     */
    async answerByMail(meetingId: string, inviteeId: string, mailed: AnswerByMail): Promise<boolean> {
      const meeting = await meetings.byId(meetingId);
      const invitation = meeting?.invitations.find((each) => inviteeOf(each) === inviteeId);
      const { answer, comment } = mailed;
      if (meeting === undefined || invitation === undefined || answer === 'tentative') return false;
      if (answerRefusal(meeting) !== undefined || (await isRemoved(meeting, invitation))) return false;
      const reply: z.output<typeof newReply> =
        answer === 'accepted'
          ? {
              answer: 'confirmed',
              delegateCount: Math.max(1, invitation.delegates.length),
              delegates: invitation.delegates.map(({ name }) => name),
            }
          : { answer: 'declined', reason: comment || '–' };
      const isKept = await replies.keepMailed(invitation.id, reply, mailed, now());
      if (isKept) tellAnswered(meeting, invitation, reply, 'mail');
      return isKept;
    },

    /** @throws Failure `not-found`, or `forbidden` for a caller that does not moderate the meeting */
    async board(meetingId: string, caller: Caller): Promise<ReadinessView> {
      const { meeting, role } = await seeing.attend(meetingId, caller);
      refuseIf(!isModerator(role) && refused('forbidden'));
      const state = await conferenceState(meetingId);
      // Phone numbers go only to accounts whose work is to call the rooms.
      return boardOf(meeting, state, permits('endpoint.read', callerKind(caller)));
    },
  };
}
