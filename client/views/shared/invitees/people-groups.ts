import { useEffect, useState } from 'preact/hooks';
import { fold } from '../../../../domain/sites/fold.ts';
import type { GroupView } from '../../../../protocol/rest/sites/groups.ts';
import type { Rest } from '../../../signaling/rest.ts';
import type { Findable, FoundInvitee } from './find-invitees.ts';

interface FoundGroup {
  readonly id: string;
  readonly name: string;
  readonly people: readonly FoundInvitee[];
}

const none: readonly FoundGroup[] = [];

/** The saved groups of people whose names contain the text; they are read once for each search. */
export function usePeopleGroups(rest: Rest, query: string, find: Findable): readonly FoundGroup[] {
  const [groups, setGroups] = useState(none);
  const sought = fold(query);
  const isSearched = sought !== '' && find === 'rooms-and-people';
  useEffect(() => {
    if (!isSearched) return undefined;
    let wanted = true;
    void rest.call('group.list', {}).then((answer) => {
      if (wanted && answer.ok) setGroups(answer.value.groups.flatMap(foundGroup));
    });
    return () => {
      wanted = false;
    };
  }, [rest, isSearched]);
  return isSearched ? groups.filter(({ name }) => fold(name).includes(sought)) : none;
}

const foundGroup = ({ id, name, people }: GroupView): readonly FoundGroup[] =>
  people.length === 0
    ? []
    : [
        {
          id,
          name,
          people: people.map(({ accountId, ...person }) => ({ kind: 'account', id: accountId, ...person })),
        },
      ];
