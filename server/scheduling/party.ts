import { isModerator } from '../../domain/conference/state.ts';
import type { Role } from '../../protocol/roles.ts';

/** Who takes part in a meeting, as far as it matters to what carries it. */
export interface Party {
  readonly moderators: number;
  readonly others: number;
}

/** Those who are invited, whoever else they are held by. */
export function partyInvited(
  invitations: readonly { readonly role: Role; readonly transferred: boolean }[],
): Party {
  const own = invitations.filter(({ transferred }) => !transferred);
  const moderators = own.filter(({ role }) => isModerator(role)).length;
  return { moderators, others: own.length - moderators };
}

/** As a wish says it: all that it names where it gives no number, and no more who lead than there are. */
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
