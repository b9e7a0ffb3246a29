import type { JSX } from 'preact';
import { moderatorsKey, movedKey, removedKey } from '../../../../state/conference/roster-list.ts';
import type { RosterLine } from '../../../../state/conference/roster-list.ts';
import { rosterWords } from './words.ts';

interface GroupHeadingProps {
  readonly line: Extract<RosterLine, { readonly kind: 'group' }>;
  readonly onToggle: () => void;
}

/** The heading of a group, with the number of its members; a press folds them away. */
export function GroupHeading({ line, onToggle }: GroupHeadingProps): JSX.Element {
  const { key, unit, count, isOpen } = line;
  const title = (): string => {
    if (key === moderatorsKey) return rosterWords().moderators;
    if (key === movedKey) return rosterWords().movedOnes;
    if (key === removedKey) return rosterWords().removedOnes;
    return unit?.name ?? rosterWords().rooms;
  };
  return (
    <button
      type="button"
      class="roster__heading"
      aria-expanded={isOpen}
      data-testid="roster-group"
      data-group={key}
      onClick={onToggle}
    >
      <span class="roster__marker" aria-hidden="true" />
      <span class="clipped">{title()}</span>
      <span class="count">{count}</span>
    </button>
  );
}
