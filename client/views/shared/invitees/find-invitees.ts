import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { unitName } from '../units/unit-name.ts';

/** What a picker looks for. */
export type Findable = 'rooms' | 'rooms-and-people';

export interface FoundInvitee {
  readonly kind: MeetingDetail['invitations'][number]['kind'];
  readonly id: string;
  readonly name: string;
  /** With the parent's name; empty for a person of the whole tree. */
  readonly siteName: string;
}

/** How many rooms and how many people one search offers. A unit may have this many people to be chosen at once. */
const most = { rooms: 8, people: 24 };

/**
 * The rooms, and the people if they are looked for, that the planner may invite and whose names or units
 * contain the text; people first, since a planner that wants a room types its unit.
 */
export async function findInvitees(rest: Rest, q: string, find: Findable): Promise<readonly FoundInvitee[]> {
  const [rooms, people] = await Promise.all([
    rest.call('endpoint.list', { query: { q, limit: most.rooms } }),
    find === 'rooms' ? undefined : rest.call('account.list', { query: { q, limit: most.people } }),
  ]);
  return [
    ...(people?.ok ? people.value.accounts : [])
      // A disabled account cannot be invited.
      .filter(({ disabled }) => !disabled)
      .map(({ id, fullName, siteName }) => ({ kind: 'account' as const, id, name: fullName, siteName })),
    ...(rooms.ok ? rooms.value.endpoints : []).map(({ id, name, siteName, parentSiteName }) => ({
      kind: 'endpoint' as const,
      id,
      name,
      siteName: unitName(siteName, parentSiteName),
    })),
  ];
}

/** What an invitee is called in test ids. */
export const nounOf = ({ kind }: Pick<FoundInvitee, 'kind'>): 'room' | 'person' =>
  kind === 'endpoint' ? 'room' : 'person';
