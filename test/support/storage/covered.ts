import { v7 as uuid } from 'uuid';
import type {
  Invitation,
  MeetingChanges,
  MeetingWithInvitations,
  SentOver,
  SentSelection,
} from '../../../domain/schedule/meeting.ts';
import type { Made, Versioned } from '../../../server/scheduling/planning/meeting-repository.ts';
import type {
  MeetingSeries,
  RetimedMeeting,
  SeriesRepository,
} from '../../../server/scheduling/series/series-repository.ts';
import { createMeetingRepository } from '../../../server/storage/repositories/meeting-repository.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { createSeriesRepository } from '../../../server/storage/repositories/series-repository.ts';
import type { AccountCaller } from '../../../server/identity/caller.ts';
import { serverScope } from '../../../server/identity/scope.ts';
import type { Covered } from '../../../server/identity/covered.ts';
import type { SiteTreeChange } from '../../../server/sites/site-repository.ts';
import { untold } from './untold.ts';

/** Covers what a test writes without the use cases, in the scope of the server. */
export const covered = <T extends { readonly siteId: string | null }>(written: T): Covered<T> =>
  serverScope.require(written);

export const coveredTree = (change: SiteTreeChange): Covered<SiteTreeChange> =>
  serverScope.requireTree(change, (siteId) => siteId);

/** The caller for use cases in tests: an administrator of the whole tree that is in no database. */
export const nobody: AccountCaller = {
  kind: 'account',
  account: {
    id: uuid(),
    login: 'kiemthu',
    passwordHash: '',
    passwordGiven: false,
    secondFactor: false,
    language: 'vi',
    fullName: 'Kiểm thử',
    email: null,
    kind: 'administrator',
    siteId: null,
    cleared: false,
    createdAtMs: 0,
    disabledAtMs: null,
  },
  sessionId: uuid(),
  confirmed: true,
  scope: serverScope,
};

type After<Method extends (...given: never[]) => unknown> =
  Parameters<Method> extends readonly [unknown, ...infer Rest] ? Rest : never;

const made = (atMs: number, byAccountId?: string): Made => ({ atMs, byAccountId });

type Written = Omit<Versioned, 'version'>;

/** The repository of meetings, for tests that write without a caller. */
export function meetingsIn(database: Database) {
  const meetings = createMeetingRepository(database, untold);
  const at = (meeting: Written, version: number) => covered({ ...meeting, version });
  return {
    ...meetings,
    insert: (meeting: MeetingWithInvitations) => meetings.insert(covered(meeting)),
    update: (meeting: Written, version: number, changes: MeetingChanges, ...when: Parameters<typeof made>) =>
      meetings.update(at(meeting, version), changes, made(...when)),
    addInvitations: (
      meeting: Written,
      version: number,
      invitations: readonly Invitation[],
      atMs: number,
      byAccountId?: string,
      sentOver?: SentOver,
    ) => meetings.addInvitations(at(meeting, version), invitations, made(atMs, byAccountId), sentOver),
  };
}

/** The repository of series, for tests that write without a caller. */
export function seriesIn(database: Database) {
  const series = createSeriesRepository(database, untold);
  const all = (meetings: readonly RetimedMeeting[]) => meetings.map(covered);
  return {
    ...series,
    updateAll: (
      meetings: readonly RetimedMeeting[],
      changes: MeetingChanges,
      ...when: Parameters<typeof made>
    ) => series.updateAll(all(meetings), changes, made(...when)),
    inviteToAll: (
      meetings: readonly RetimedMeeting[],
      invited: After<SeriesRepository['inviteToAll']>[0],
      atMs: number,
      byAccountId?: string,
      sent?: SentSelection,
    ) => series.inviteToAll(all(meetings), invited, made(atMs, byAccountId), sent),
    askDelegates: (
      meetings: readonly RetimedMeeting[],
      invited: After<SeriesRepository['askDelegates']>[0],
      delegates: After<SeriesRepository['askDelegates']>[1],
      ...when: Parameters<typeof made>
    ) => series.askDelegates(all(meetings), invited, delegates, made(...when)),
    withdrawFromAll: (
      meetings: readonly RetimedMeeting[],
      inviteeId: string,
      ...when: Parameters<typeof made>
    ) => series.withdrawFromAll(all(meetings), inviteeId, made(...when)),
    repeat: (
      created: MeetingSeries,
      first: RetimedMeeting,
      later: Parameters<SeriesRepository['repeat']>[2],
      createdAtMs: number,
    ) => series.repeat({ ...created, createdAtMs }, covered(first), later),
  };
}
