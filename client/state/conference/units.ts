import { levels } from '../../../domain/sites/levels.ts';
import type { Participant } from '../../../protocol/state.ts';

/** A unit that several participants belong to, with how many of them. */
export interface CountedUnit {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

const byName = new Intl.Collator('vi', { numeric: true });

/**
 * A site's own name and its parent's, from "Xã Tam Hồng, Huyện Yên Lạc". A name may contain a
 * comma: the last one separates.
 */
function namesOf({ siteName }: Participant): { readonly own: string; readonly parent: string | undefined } {
  const comma = siteName.lastIndexOf(', ');
  return comma < 0
    ? { own: siteName, parent: undefined }
    : { own: siteName.slice(0, comma), parent: siteName.slice(comma + 2) };
}

/**
 * The units above these participants' sites whose names are known, without those that hold
 * only one participant or all.
 */
export function subtrees(participants: readonly Participant[]): readonly CountedUnit[] {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const participant of participants) {
    const { sitePath } = participant;
    const { own, parent } = namesOf(participant);
    const [parentId, ownId] = [sitePath.at(-2), sitePath.at(-1)];
    if (ownId !== undefined) names.set(ownId, own);
    if (parentId !== undefined && parent !== undefined) names.set(parentId, parent);
    for (const siteId of sitePath) counts.set(siteId, (counts.get(siteId) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1 && count < participants.length)
    .flatMap(([id, count]) => {
      const name = names.get(id);
      return name === undefined ? [] : [{ id, name, count }];
    })
    .sort((a, b) => byName.compare(a.name, b.name));
}

const rank = (levelId: string): number => levels.find(({ id }) => id === levelId)?.rank ?? levels.length;

/** The levels of these participants' sites, highest first. */
export function levelsOf(
  participants: readonly Participant[],
  language: 'vi' | 'en',
): readonly CountedUnit[] {
  const counts = new Map<string, number>();
  for (const { levelId } of participants) {
    if (levelId !== null) counts.set(levelId, (counts.get(levelId) ?? 0) + 1);
  }
  return [...counts]
    .map(([id, count]) => {
      const level = levels.find((level) => level.id === id);
      return { id, name: (language === 'vi' ? level?.nameVi : level?.nameEn) ?? id, count };
    })
    .sort((a, b) => rank(a.id) - rank(b.id));
}

/** Participants under one parent unit. */
export interface UnitGroup {
  /** Null for participants without a unit. */
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly members: readonly Participant[];
}

/**
 * Participants by their parent unit, in the order of its name: a secretary calls in all
 * communes of a district together.
 */
export function byParent(participants: readonly Participant[]): readonly UnitGroup[] {
  const groups = new Map<string, { readonly unit: UnitGroup['unit']; members: Participant[] }>();
  for (const participant of participants) {
    const { own, parent } = namesOf(participant);
    const id = participant.sitePath.at(-2) ?? participant.sitePath.at(-1);
    const group = groups.get(id ?? '');
    if (group) group.members.push(participant);
    else
      groups.set(id ?? '', {
        unit: id === undefined ? null : { id, name: parent ?? own },
        members: [participant],
      });
  }
  return [...groups.values()].sort((a, b) => byName.compare(a.unit?.name ?? '', b.unit?.name ?? ''));
}
