import { v7 as uuid } from 'uuid';
import type { Invitee } from '../../../domain/schedule/decide-plan/commands.ts';
import type { Invitation } from '../../../domain/schedule/meeting.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type { Selected } from '../../../protocol/rest/meetings/selections.ts';
import type { GivenRole } from '../../../protocol/roles.ts';
import type { AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { Caller } from '../../identity/caller.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { createSelections } from './selections.ts';

export interface InviteesContext {
  readonly selecting: Pick<ReturnType<typeof createSelections>, 'known' | 'resolve'>;
  readonly endpoints: Pick<EndpointRepository, 'byIds'>;
  readonly accounts: Pick<AccountRepository, 'byIds'>;
}

export interface Wanted {
  readonly selections: readonly {
    readonly include: readonly Selected[];
    readonly except: readonly Selected[];
    readonly role: GivenRole;
  }[];
  /** Their roles override those that a selection gives. */
  readonly invitees: readonly (Invitee & { readonly role: GivenRole })[];
}

/** Decides which endpoints and accounts a caller may invite. */
export function createInvitees({ selecting, endpoints, accounts }: InviteesContext) {
  /** Those of the invitees that are in use and in the caller's subtree. */
  const usable = async <I extends Invitee>(invitees: readonly I[], caller: Caller): Promise<readonly I[]> => {
    const { scope } = caller;
    const idsOf = (wanted: Invitee['kind']): readonly string[] =>
      invitees.filter(({ kind }) => kind === wanted).map(({ inviteeId }) => inviteeId);
    const found = [
      ...(await endpoints.byIds(idsOf('endpoint'))).filter(({ retiredAtMs }) => retiredAtMs === null),
      ...(await accounts.byIds(idsOf('account'))).filter(({ disabledAtMs }) => disabledAtMs === null),
    ];
    const ids = new Set(found.filter((one) => scope.has(one)).map(({ id }) => id));
    return invitees.filter(({ inviteeId }) => ids.has(inviteeId));
  };

  return {
    usable,

    /**
     * Those of these endpoints and accounts whose names and times the caller may know: its own and those that
     * it may invite. Treats one outside in the same way as one that does not exist.
     */
    async known(inviteeIds: readonly string[], atMs: number, { scope }: Caller): Promise<readonly string[]> {
      const [rooms, people] = await Promise.all([
        selecting.known(inviteeIds, dayInVietnam(atMs), scope),
        accounts.byIds(inviteeIds),
      ]);
      const may = new Set([...rooms, ...people.filter((account) => scope.has(account))].map(({ id }) => id));
      return inviteeIds.filter((id) => may.has(id));
    },

    /**
     * The invitations of a new meeting: everything wanted that exists on its day within the caller's subtree.
     */
    async invitations(
      { selections: wanted, invitees }: Wanted,
      startsAtMs: number,
      caller: Caller,
    ): Promise<readonly Invitation[]> {
      const selected = await Promise.all(
        wanted.map(async ({ role, ...selection }) =>
          (await selecting.resolve(selection, dayInVietnam(startsAtMs), caller.scope)).map((inviteeId) => ({
            kind: 'endpoint' as const,
            inviteeId,
            role,
          })),
        ),
      );
      const all = [...selected.flat(), ...(await usable(invitees, caller))];
      return [...new Map(all.map((each) => [each.inviteeId, each])).values()].map(
        ({ kind, inviteeId, role }) => ({
          id: uuid(),
          endpointId: kind === 'endpoint' ? inviteeId : null,
          accountId: kind === 'account' ? inviteeId : null,
          role,
          transferred: false,
          delegates: [],
        }),
      );
    },
  };
}

export type Invitees = ReturnType<typeof createInvitees>;
