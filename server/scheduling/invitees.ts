import { v7 as uuid } from 'uuid';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import type { Selected } from '../../protocol/rest/selections.ts';
import type { Role } from '../../protocol/roles.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import type { Caller } from '../identity/caller.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { Invitation } from './meeting-repository.ts';
import type { createSelecting } from './selecting.ts';

export interface InviteesContext {
  readonly selecting: Pick<ReturnType<typeof createSelecting>, 'resolve'>;
  readonly endpoints: Pick<EndpointRepository, 'byIds'>;
  readonly accounts: Pick<AccountRepository, 'byId'>;
}

export interface Invitee {
  readonly kind: 'endpoint' | 'account';
  readonly inviteeId: string;
}

export interface Wanted {
  readonly selections: readonly {
    readonly include: readonly Selected[];
    readonly except: readonly Selected[];
    readonly role: Role;
  }[];
  /** Their roles go before those that a selection gives. */
  readonly invitees: readonly (Invitee & { readonly role: Role })[];
}

/** Whom a caller may invite. */
export function createInvitees({ selecting, endpoints, accounts }: InviteesContext) {
  /** Of these, those that are in use and in the caller's subtree. */
  const usable = async <I extends Invitee>(invitees: readonly I[], caller: Caller): Promise<readonly I[]> => {
    const { scope } = caller;
    const idsOf = (wanted: Invitee['kind']): readonly string[] =>
      invitees.filter(({ kind }) => kind === wanted).map(({ inviteeId }) => inviteeId);
    const found = [
      ...(await endpoints.byIds(idsOf('endpoint'))).filter(({ retiredAtMs }) => retiredAtMs === null),
      ...(await Promise.all(idsOf('account').map((id) => accounts.byId(id)))).filter(
        (account) => account?.disabledAtMs === null,
      ),
    ];
    const ids = new Set(found.filter((one) => one && scope.covers(one.siteId)).map((one) => one?.id));
    return invitees.filter(({ inviteeId }) => ids.has(inviteeId));
  };

  return {
    usable,

    /** The invitations of a new meeting: whatever of this there is on its day, in the caller's subtree. */
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
