import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { useSearched } from '../../../hooks/searched.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Field } from '../controls.tsx';
import { findInvitees, type Findable, type FoundInvitee, nounOf } from './find-invitees.ts';
import { FoundInviteeRow } from './found-invitee-row.tsx';
import { usePeopleGroups } from './people-groups.ts';
import { inviteeWords } from './words.ts';

interface InviteeSearchProps {
  readonly rest: Rest;
  readonly find: Findable;
  readonly label: string;
  /** Those that are chosen already are not listed. */
  readonly chosen?: ReadonlySet<string>;
  /** Those that are invited already: shown as such, and not offered. */
  readonly invited?: ReadonlySet<string>;
  readonly onChoose: (some: readonly FoundInvitee[]) => void;
}

const nobody: ReadonlySet<string> = new Set();

/** Finds rooms, people and groups of people by a part of their names or of their units' names. */
export function InviteeSearch({
  rest,
  find,
  label,
  chosen = nobody,
  invited = nobody,
  onChoose,
}: InviteeSearchProps): JSX.Element {
  const [query, setQuery] = useState('');
  const ask = useCallback((q: string) => findInvitees(rest, q, find), [rest, find]);
  const found = useSearched(query, ask);
  const groups = usePeopleGroups(rest, query, find).filter((group) =>
    group.people.some(({ id }) => !chosen.has(id)),
  );
  const words = inviteeWords();
  const verb = commonWords().choose;
  const isOffered = ({ id }: FoundInvitee): boolean => !chosen.has(id) && !invited.has(id);
  const listed = found?.filter(({ id }) => !chosen.has(id)) ?? [];
  const people = listed.filter((invitee) => invitee.kind === 'account' && isOffered(invitee));
  const choose = (some: readonly FoundInvitee[]): void => {
    onChoose(some);
    setQuery('');
  };
  return (
    <>
      <Field
        label={label}
        placeholder={words.find[find]}
        value={query}
        onInput={setQuery}
        type="search"
        testId="room-search"
      />
      {found?.length === 0 && groups.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      {people.length > 1 && (
        <div class="invite__buttons">
          <Button testId="choose-people" onPress={() => choose(people)}>
            {words.choosePeople(verb, people.length)}
          </Button>
        </div>
      )}
      <ul class="found">
        {groups.map((group) => {
          const offered = group.people.filter(isOffered);
          return (
            <li key={group.id} data-testid="found-group">
              <span class="invitations__name">
                {group.name}
                <small>
                  {words.group(group.people.length)}: {group.people.map(({ name }) => name).join(', ')}
                </small>
              </span>
              {offered.length > 0 ? (
                <Button
                  testId="choose-group"
                  label={`${words.chooseGroup(verb, offered.length)}: ${group.name}`}
                  onPress={() => choose(offered)}
                >
                  {words.chooseGroup(verb, offered.length)}
                </Button>
              ) : (
                <span class="muted">{words.invited}</span>
              )}
            </li>
          );
        })}
        {listed.map((invitee) => (
          <FoundInviteeRow
            key={invitee.id}
            invitee={invitee}
            verb={verb}
            label={`${verb}: ${invitee.name}, ${invitee.siteName}`}
            isInvited={invited.has(invitee.id)}
            onChoose={() => choose([invitee])}
            testId={`choose-${nounOf(invitee)}`}
          />
        ))}
      </ul>
    </>
  );
}
