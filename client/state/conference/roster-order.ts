import { isModerator } from '../../../domain/conference/state.ts';
import type { Participant } from '../../../protocol/state.ts';

const byName = new Intl.Collator('vi', { numeric: true });
const compare = (a: Participant, b: Participant): number =>
  byName.compare(a.name, b.name) || byName.compare(a.siteName, b.siteName) || (a.id < b.id ? -1 : 1);

/** Moderators first, then the others; each by the Vietnamese order of their names. */
export const inRosterOrder = (participants: readonly Participant[]): readonly Participant[] =>
  participants.toSorted((a, b) => Number(isModerator(b.role)) - Number(isModerator(a.role)) || compare(a, b));
