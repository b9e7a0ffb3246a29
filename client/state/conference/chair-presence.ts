import { chairIsSeated } from '../../../domain/conference/chair.ts';
import { isSeated } from '../../../domain/conference/state.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';

type Chair =
  | { readonly kind: 'here' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'acted-for'; readonly by: Participant };

/** Where the chair is: present, connection lost, absent, or somebody acts for the chair. */
export function chairIn(conference: ConferenceState): Chair {
  const seated = Object.values(conference.participants).filter(isSeated);
  if (chairIsSeated(conference)) {
    const chairs = seated.filter(({ role }) => role === 'chair');
    return { kind: chairs.some(({ presence }) => presence === 'present') ? 'here' : 'lost' };
  }
  const by = seated.find(({ acting }) => acting !== null);
  return by ? { kind: 'acted-for', by } : { kind: 'absent' };
}
