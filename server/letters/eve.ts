import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { eveInVietnam } from '../../domain/sites/calendar.ts';
import { permits } from '../../protocol/rest/permissions.ts';
import type { ReadinessView } from '../../protocol/rest/meetings/readiness.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Account } from '../identity/accounts/account-repository.ts';
import type { Job } from './jobs.ts';
import { Names } from '../scheduling/access/names.ts';
import type { Directory } from './invitees.ts';
import { type EveJob, type EveLetterJob, jobOf, keyOf } from './letter-jobs.ts';
import { subjectOf } from './notice.ts';
import { finalOutcome, type Post } from './post.ts';
import { readinessLetter } from './readiness-letter.ts';

export interface EveContext extends Directory {
  readonly post: Post;
  readonly url: string | null;
  /**
   * When the readiness letter is sent on the day before, in minutes after midnight in Vietnam; null: never.
   */
  readonly readinessAtMinute: number | null;
  readonly rehearsalBeforeMs: number;
  readonly readinessOf: (meeting: MeetingWithInvitations, withContacts: boolean) => Promise<ReadinessView>;
}

/** Beside the planner, these roles receive the readiness letter: they prepare a session with the rooms. */
const preparing: readonly Role[] = ['secretary', 'operator'];

/**
 * How long after the rehearsal opens the readiness letter waits, so that rooms have time to check themselves.
 */
const rehearsalMs = 60 * 60_000;

type Addressed = Account & { readonly email: string };
const isAddressed = (account: Account | undefined): account is Addressed =>
  account !== undefined && account.email !== null && account.disabledAtMs === null;

/** The readiness letter: on the evening before a session, names the rooms that will not be ready. */
export function createEve({
  post,
  url,
  readinessAtMinute,
  rehearsalBeforeMs,
  readinessOf,
  ...directory
}: EveContext) {
  return {
    /** The job of the evening before; empty if readiness letters are off. */
    jobsOf({
      id: meetingId,
      startsAtMs,
    }: MeetingWithInvitations): readonly (Job & { readonly notBeforeMs: number })[] {
      if (readinessAtMinute === null) return [];
      const told = rehearsalBeforeMs > 0 ? startsAtMs - rehearsalBeforeMs + rehearsalMs : 0;
      const notBeforeMs = Math.max(eveInVietnam(startsAtMs, readinessAtMinute), told);
      return [{ ...jobOf({ kind: 'eve', meetingId, startsAtMs }), notBeforeMs }];
    },

    /** One letter job per account that prepares the meeting and has an address. */
    async lettersOf(meeting: MeetingWithInvitations, { startsAtMs }: EveJob): Promise<readonly Job[]> {
      const ids = [
        meeting.createdByAccountId,
        ...meeting.invitations
          .filter(({ role }) => preparing.includes(role))
          .flatMap(({ accountId }) => accountId ?? []),
      ];
      const accounts = await Promise.all([...new Set(ids)].map((id) => directory.accounts.byId(id)));
      return accounts
        .filter(isAddressed)
        .map(({ id: accountId }) =>
          jobOf({ kind: 'eve-letter', meetingId: meeting.id, startsAtMs, accountId }),
        );
    },

    async send(meeting: MeetingWithInvitations, data: EveLetterJob): Promise<'sent' | 'refused' | 'nobody'> {
      const account = await directory.accounts.byId(data.accountId);
      if (!isAddressed(account)) return 'nobody';
      const issuer = await new Names(directory).site(meeting.siteId);
      const letter = readinessLetter({
        language: account.language,
        subject: subjectOf(meeting, account.language),
        issuer,
        // Phone numbers go only to accounts whose work is to call the rooms.
        view: await readinessOf(meeting, permits('endpoint.read', account.kind)),
        named: meeting.classification !== 'classified',
        boardUrl: url && `${url}/meetings/${meeting.id}/readiness`,
      });
      const outcome = await post.send({
        ...letter,
        to: { name: account.fullName, address: account.email },
        fromName: issuer,
        messageId: `${keyOf(data).replaceAll(':', '.')}@diemcau`,
        replyTo: null,
        calendar: null,
      });
      return finalOutcome(outcome);
    },
  };
}
