import type { z } from 'zod';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { fold } from '../../../domain/sites/fold.ts';
import type { accountQuery } from '../../../protocol/rest/identity/accounts.ts';
import type { freeBusyQuery } from '../../../protocol/rest/meetings/bookings.ts';
import { listedAccountView } from '../../identity/accounts/accounts.ts';
import type { Caller } from '../../identity/caller.ts';
import type { IdentityService } from '../../identity/identity.ts';
import type { RehearsalsService } from '../../scheduling/readiness/rehearsals.ts';
import type { SchedulingService } from '../../scheduling/scheduling.ts';
import { mostRows, tableOf } from './columns.ts';
import { rehearsalColumns } from './rehearsal-columns.ts';
import { accountColumns, bookingColumns, groupColumns } from './staff-columns.ts';
import type { NamedTable } from '../tables.ts';

export interface StaffExportsContext {
  readonly identity: { readonly accounts: Pick<IdentityService['accounts'], 'list'> };
  readonly scheduling: {
    readonly groups: Pick<SchedulingService['groups'], 'list'>;
    readonly availability: Pick<SchedulingService['availability'], 'freeBusy'>;
  };
  readonly rehearsals: Pick<RehearsalsService, 'history'>;
  readonly now: () => number;
}

/** Tables for the staff of a subtree: accounts, saved groups, busy rooms, and the checks of a room. */
export function createStaffExports({ identity, scheduling, rehearsals, now }: StaffExportsContext) {
  const today = (): string => dayInVietnam(now());

  return {
    /**
     * All accounts that match the query, without pages.
     * @throws Failure `not-found` for a site outside the caller's subtree
     */
    async accounts(query: z.output<typeof accountQuery>, caller: Caller): Promise<NamedTable> {
      const { rows } = await identity.accounts.list({ ...query, cursor: undefined, limit: mostRows }, caller);
      return tableOf(
        `tai-khoan-${today()}`,
        accountColumns,
        rows.map((row) => ({ ...listedAccountView(row), siteCode: row.siteCode })),
      );
    },

    async groups(caller: Caller): Promise<NamedTable> {
      return tableOf(`nhom-diem-cau-${today()}`, groupColumns, await scheduling.groups.list(caller));
    },

    /** One row per time that a room is busy. @throws Failure `not-found`, `invalid-request` */
    async bookings(query: z.output<typeof freeBusyQuery>, caller: Caller): Promise<NamedTable> {
      const { endpoints } = await scheduling.availability.freeBusy(query, caller);
      const held = endpoints.flatMap((room) => room.busy.map((span) => ({ ...room, span })));
      return tableOf(`lich-phong-${dayInVietnam(query.fromMs)}`, bookingColumns, held);
    },

    /**
     * All checks of a room, newest first.
     * @throws Failure `not-found` for a room outside the caller's subtree
     */
    async rehearsals(endpointId: string, caller: Caller): Promise<NamedTable> {
      const { name, rehearsals: checks } = await rehearsals.history(
        endpointId,
        { sort: '-at', limit: mostRows },
        caller,
      );
      return tableOf(`kiem-tra-${fold(name).replaceAll(/[^a-z\d]+/g, '-')}`, rehearsalColumns, checks);
    },
  };
}
