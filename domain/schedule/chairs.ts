import { inviteeOf, type MeetingWithInvitations } from './meeting.ts';

/**
 * The endpoints and accounts that a meeting invites as chairs, in their order: the first of them that is present has
 * the chair's seat. Chairs that the planners have not put in order come after the others, as they were invited.
 */
export function chairOrderOf({
  invitations,
  chairOrder,
}: Pick<MeetingWithInvitations, 'invitations' | 'chairOrder'>): readonly string[] {
  const chairs = invitations.filter(({ role }) => role === 'chair').map(inviteeOf);
  const ordered = chairOrder.filter((id) => chairs.includes(id));
  return [...ordered, ...chairs.filter((id) => !ordered.includes(id))];
}

/** The planners' order of chairs, in which one that hands its place over is replaced by the other. */
export const chairsHandedOver = (
  chairOrder: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly string[] =>
  chairOrder.includes(from)
    ? chairOrder.filter((id) => id !== to).map((id) => (id === from ? to : id))
    : chairOrder;
