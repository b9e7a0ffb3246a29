import type { MeetingState } from '../../protocol/rest/meetings.ts';
import type { Role } from '../../protocol/roles.ts';

/** In which states a meeting holds its rooms and leading people, so that no other may have them at its time. */
export const holdingStates = [
  'submitted',
  'approved',
  'scheduled',
  'rehearsal-open',
  'live',
] as const satisfies readonly MeetingState[];

/** Rooms are held in any role; of people those without whom the meeting cannot be. */
export const holdingRoles = ['chair', 'operator'] as const satisfies readonly Role[];

/** Whether a meeting holds whom this invites, while its state holds at all. */
export const holds = ({
  endpointId,
  role,
  transferred,
}: {
  readonly endpointId: string | null;
  readonly role: Role;
  readonly transferred: boolean;
}): boolean => !transferred && (endpointId !== null || holdingRoles.some((holding) => holding === role));
