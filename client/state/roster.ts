import { allowed } from '../../domain/conference/policy.ts';
import { isModerator, isSeated, maySpeak, seatsOf } from '../../domain/conference/state.ts';
import type { Seat } from '../../protocol/conference/stage.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { fold } from '../../domain/sites/fold.ts';

/** The people and endpoints of a conference as the panel lists them. */
export interface Roster {
  readonly waiting: readonly Participant[];
  readonly moderators: readonly Participant[];
  readonly endpoints: readonly Participant[];
}

const byName = new Intl.Collator('vi', { numeric: true });
const compare = (a: Participant, b: Participant): number =>
  byName.compare(a.name, b.name) || byName.compare(a.siteName, b.siteName) || (a.id < b.id ? -1 : 1);

/** Those who are here or on their way back, whose name or site holds what is searched for. */
export function roster(conference: ConferenceState, query: string): Roster {
  const sought = fold(query);
  const found = Object.values(conference.participants)
    .filter(({ name, siteName }) => fold(`${name} ${siteName}`).includes(sought))
    .sort(compare);
  const seated = found.filter(isSeated);
  return {
    waiting: found.filter(({ presence }) => presence === 'waiting'),
    moderators: seated.filter(({ role }) => isModerator(role)),
    endpoints: seated.filter(({ role }) => !isModerator(role)),
  };
}

/** What one participant may do to another right now; the buttons of a row. */
export type RosterAction =
  | { readonly kind: 'admit' | 'mute' | 'ask' | 'remove' }
  | { readonly kind: 'give' | 'clear'; readonly seat: Seat };

export function rosterActions(
  conference: ConferenceState,
  own: Participant,
  target: Participant,
): readonly RosterAction[] {
  const may = (command: Parameters<typeof allowed>[0]): boolean =>
    allowed(command, own.role, conference.phase);
  const isSelf = own.id === target.id;
  const outranked = target.role === 'chair' && own.role !== 'chair';
  if (target.presence === 'waiting') {
    const admit: RosterAction[] = may('participant.admit') ? [{ kind: 'admit' }] : [];
    return may('participant.remove') ? [...admit, { kind: 'remove' }] : admit;
  }
  const actions: RosterAction[] = [];
  const speaks = maySpeak(target.role);
  if (speaks && !isSelf && !outranked && target.microphone === 'open' && may('participant.mute')) {
    actions.push({ kind: 'mute' });
  }
  if (speaks && !isSelf && target.microphone !== 'open' && !target.asked && may('participant.askToUnmute')) {
    actions.push({ kind: 'ask' });
  }
  const held = seatsOf(conference, target.id);
  if (speaks && may('stage.give')) {
    for (const seat of ['speaker', 'slides', 'chair'] as const) {
      if (!held.includes(seat)) actions.push({ kind: 'give', seat });
    }
  }
  if (may('stage.clear')) actions.push(...held.map((seat) => ({ kind: 'clear', seat }) as const));
  if (!isSelf && !outranked && may('participant.remove')) actions.push({ kind: 'remove' });
  return actions;
}
