import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { fold } from '../../../domain/sites/fold.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { GroupView } from '../../../protocol/rest/sites/groups.ts';
import { usePolled } from '../../hooks/polled.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Field } from '../shared/controls.tsx';
import { savedGroupWords } from '../shared/groups/words.ts';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { titleWords } from '../shared/titles.ts';
import { wordedText } from '../shared/worded.tsx';
import { GroupForm } from './group-form.tsx';
import { GroupRow } from './group-row.tsx';
import { groupsPageWords } from './words.ts';

const pollMs = 30_000;

interface GroupsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The saved groups of the own units: create, rename, change their members, remove. */
export function GroupsPage({ session: { rest }, account }: GroupsPageProps): JSX.Element {
  const ask = useCallback(() => rest.call('group.list', {}), [rest]);
  const { value, error, refresh } = usePolled<'group.list'>(ask, pollMs);
  const [query, setQuery] = useState('');
  const [editing, setEditing] = useState<GroupView | 'new'>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = groupsPageWords();
  const problem = refusal ?? error;
  const sought = fold(query);
  const groups = value?.groups.filter((group) => fold(searchedText(group)).includes(sought)) ?? [];
  const remove = async (groupId: string): Promise<void> => {
    const result = await rest.call('group.remove', { params: { groupId } });
    setRefusal(result.ok ? undefined : result.error.code);
    refresh();
  };
  return (
    <>
      <div class="heading">
        <h1>
          {titleWords().groups} {value && <span class="count">{groups.length}</span>}
        </h1>
        <Field
          label={commonWords().search}
          value={query}
          onInput={setQuery}
          type="search"
          testId="group-search"
        />
      </div>
      <p class="muted">{words.hint}</p>
      <div class="sheets">
        <Button look="primary" testId="group-add" onPress={() => setEditing('new')}>
          {words.add}
        </Button>
        <ExportSheet
          rest={rest}
          name="sheet.groups"
          request={{}}
          fileName="nhom-diem-cau"
          testId="export-all-groups"
        />
      </div>
      {problem && <Alert>{errorWords()[problem]}</Alert>}
      {value && groups.length === 0 && (
        <p class="muted">{value.groups.length === 0 ? savedGroupWords().none : commonWords().nothingFound}</p>
      )}
      {groups.length > 0 && (
        <ul class="endpoints panel">
          {groups.map((group) => (
            <GroupRow
              key={group.id}
              group={group}
              onEdit={() => setEditing(group)}
              onRemove={() => void remove(group.id)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <GroupForm
          rest={rest}
          by={account}
          group={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={() => {
            setEditing(undefined);
            refresh();
          }}
        />
      )}
    </>
  );
}

const searchedText = ({ name, siteName, worded, people }: GroupView): string =>
  [name, siteName, wordedText(worded), ...people.map((person) => person.name)].join(' ');
