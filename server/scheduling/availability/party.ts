import { isModerator } from '../../../domain/conference/state.ts';
import type { Role } from '../../../protocol/roles.ts';

/** The number of participants, by what they cost the media workers. */
export interface Party {
  readonly moderators: number;
  readonly others: number;
  /** Those that cross the lines of units; left out where none of these has a cap. */
  readonly crossing?: readonly Crossing[] | undefined;
}

/** The participants that take their pictures over the line of a unit towards the unit above it. */
export interface Crossing {
  readonly siteId: string;
  readonly moderators: number;
  readonly others: number;
}

/** The participants that a meeting invites, without those sent over from another conference. */
export function partyInvited(
  invitations: readonly { readonly role: Role; readonly transferred: boolean }[],
): Party {
  const own = invitations.filter(({ transferred }) => !transferred);
  const moderators = own.filter(({ role }) => isModerator(role)).length;
  return { moderators, others: own.length - moderators };
}

/**
 * The participants of a wish: by default all that it names. Moderators are at most as many as participants.
 */
export function partyWished({
  inviteeIds,
  participants = inviteeIds.length,
  moderators,
}: {
  readonly inviteeIds: readonly string[];
  readonly participants?: number | undefined;
  readonly moderators: number;
}): Party {
  const leading = Math.min(participants, moderators);
  return { moderators: leading, others: participants - leading };
}
