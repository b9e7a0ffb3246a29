import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../protocol/roles.ts';

/**
 * The states in which a meeting holds its rooms and leading people, so that no other meeting may have them at
 * its time.
 */
export const holdingStates = [
  'submitted',
  'approved',
  'scheduled',
  'rehearsal-open',
  'live',
] as const satisfies readonly MeetingState[];

/**
 * The roles in which people are held, because the meeting cannot take place without them. Rooms are held in
 * any role.
 */
export const holdingRoles = ['chair', 'operator'] as const satisfies readonly Role[];

/** Whether a meeting holds the room or person that this invites, provided that its state holds at all. */
export const holds = ({
  endpointId,
  role,
  transferred,
}: {
  readonly endpointId: string | null;
  readonly role: Role;
  readonly transferred: boolean;
}): boolean => !transferred && (endpointId !== null || holdingRoles.some((holding) => holding === role));
