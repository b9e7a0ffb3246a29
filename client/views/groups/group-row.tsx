import type { JSX } from 'preact';
import type { GroupView } from '../../../protocol/rest/sites/groups.ts';
import { Button, ConfirmedButton } from '../shared/controls.tsx';
import { savedGroupWords } from '../shared/groups/words.ts';
import { wordedText } from '../shared/worded.tsx';
import { groupsPageWords } from './words.ts';

interface GroupRowProps {
  readonly group: GroupView;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** One group: its unit, how many members it has and which. */
export function GroupRow({ group, onEdit, onRemove }: GroupRowProps): JSX.Element {
  const words = groupsPageWords();
  const { id, name, siteName, include, worded, endpoints, people } = group;
  const counts = [
    ...(include.length > 0 ? [words.rooms(endpoints)] : []),
    ...(people.length > 0 ? [words.people(people.length)] : []),
  ];
  const members = [
    ...(include.length > 0 ? [wordedText(worded)] : []),
    ...(people.length > 0 ? [people.map((person) => person.name).join('; ')] : []),
  ];
  return (
    <li data-testid="group-row" data-group={id}>
      <span class="invitations__name">
        {name}
        <small>{siteName}</small>
        <small class="group-row__members">{members.join('; ')}</small>
      </span>
      <span class="group-row__counts">{counts.join(', ')}</span>
      <Button label={words.editOf(name)} testId="group-edit" onPress={onEdit}>
        {words.edit}
      </Button>
      <ConfirmedButton
        label={words.removeOf(name)}
        question={savedGroupWords().removeQuestion(name)}
        confirm={savedGroupWords().remove}
        onConfirm={onRemove}
        testId="group-delete"
      >
        {savedGroupWords().remove}
      </ConfirmedButton>
    </li>
  );
}
