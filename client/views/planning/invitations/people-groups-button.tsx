import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { GroupView } from '../../../../protocol/rest/sites/groups.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button } from '../../shared/controls.tsx';
import type { ChosenInvitee } from '../../shared/invitees/invitee-picker.tsx';
import { GroupDialog } from './group-dialog.tsx';
import { invitationWords } from './words.ts';

interface PeopleGroupsProps {
  readonly rest: Rest;
  /** The unit that would own a group. */
  readonly siteId: string;
  /** The people among them are what a group would contain. */
  readonly chosen: readonly ChosenInvitee[];
}

/** Keeps the people that are chosen as a group, and lists the groups that are kept. */
export function PeopleGroupsButton(props: PeopleGroupsProps): JSX.Element {
  const [isOpened, setOpened] = useState(false);
  return (
    <>
      <Button testId="people-groups" onPress={() => setOpened(true)}>
        {invitationWords().peopleGroups}
      </Button>
      {isOpened && <PeopleGroupsDialog {...props} onClose={() => setOpened(false)} />}
    </>
  );
}

interface PeopleGroupsDialogProps extends PeopleGroupsProps {
  readonly onClose: () => void;
}

function PeopleGroupsDialog({ rest, siteId, chosen, onClose }: PeopleGroupsDialogProps): JSX.Element {
  const [groups, setGroups] = useState<readonly GroupView[]>([]);
  const readGroups = useCallback(() => {
    void rest.call('group.list', {}).then((answer) => {
      if (answer.ok) setGroups(answer.value.groups.filter(({ people }) => people.length > 0));
    });
  }, [rest]);
  useEffect(readGroups, [readGroups]);
  const accountIds = chosen.flatMap(({ kind, id }) => (kind === 'account' ? [id] : []));
  return (
    <GroupDialog
      rest={rest}
      siteId={siteId}
      of="people"
      groups={groups}
      meaning={{ accountIds }}
      onChanged={readGroups}
      onClose={onClose}
    />
  );
}
