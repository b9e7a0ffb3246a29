import { v7 as uuid } from 'uuid';
import type {
  MeetingRepository,
  MeetingWithInvitations,
  OfSite,
} from '../../server/scheduling/planning/meeting-repository.ts';
import type {
  MeetingSeries,
  Placed,
  SeriesRepository,
} from '../../server/scheduling/series/series-repository.ts';
import { createMeetingRepository } from '../../server/storage/repositories/meeting-repository.ts';
import type { Database } from '../../server/storage/schema.ts';
import { createSeriesRepository } from '../../server/storage/repositories/series-repository.ts';
import type { AccountCaller } from '../../server/identity/caller.ts';
import { serverScope } from '../../server/identity/scope.ts';
import type { Covered } from '../../server/identity/covered.ts';
import type { SiteTreeChange } from '../../server/sites/site-repository.ts';
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

/** The repository of meetings, for tests that write without a caller. */
export function meetingsIn(database: Database) {
  const meetings = createMeetingRepository(database, untold);
  return {
    ...meetings,
    insert: (meeting: MeetingWithInvitations) => meetings.insert(covered(meeting)),
    update: (meeting: OfSite, ...rest: After<MeetingRepository['update']>) =>
      meetings.update(covered(meeting), ...rest),
    replaceInvitations: (meeting: OfSite, ...rest: After<MeetingRepository['replaceInvitations']>) =>
      meetings.replaceInvitations(covered(meeting), ...rest),
    addInvitations: (meeting: OfSite, ...rest: After<MeetingRepository['addInvitations']>) =>
      meetings.addInvitations(covered(meeting), ...rest),
  };
}

/** The repository of series, for tests that write without a caller. */
export function seriesIn(database: Database) {
  const series = createSeriesRepository(database, untold);
  const all = (meetings: readonly Placed[]) => meetings.map(covered);
  return {
    ...series,
    updateAll: (meetings: readonly Placed[], ...rest: After<SeriesRepository['updateAll']>) =>
      series.updateAll(all(meetings), ...rest),
    inviteToAll: (meetings: readonly Placed[], ...rest: After<SeriesRepository['inviteToAll']>) =>
      series.inviteToAll(all(meetings), ...rest),
    askDelegates: (meetings: readonly Placed[], ...rest: After<SeriesRepository['askDelegates']>) =>
      series.askDelegates(all(meetings), ...rest),
    withdrawFromAll: (meetings: readonly Placed[], ...rest: After<SeriesRepository['withdrawFromAll']>) =>
      series.withdrawFromAll(all(meetings), ...rest),
    repeat: (
      made: MeetingSeries,
      first: Placed,
      ...rest: Parameters<SeriesRepository['repeat']> extends readonly [unknown, unknown, ...infer Rest]
        ? Rest
        : never
    ) => series.repeat(made, covered(first), ...rest),
  };
}
