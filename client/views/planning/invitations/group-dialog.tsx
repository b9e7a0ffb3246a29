import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GroupView } from '../../../../protocol/rest/sites/groups.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import type { Groupable } from '../../../../protocol/rest/meetings/selections.ts';
import { invitationWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton, Dialog, Field } from '../../shared/controls.tsx';
import { savedGroupWords } from '../../shared/groups/words.ts';
import { ExportSheet } from '../../shared/sheets/export-sheet.tsx';
import { Worded } from '../../shared/worded.tsx';

/** Rooms or people; a group that has the other kind, too, keeps it. */
type GroupContent =
  { readonly include: Groupable[]; readonly except: Groupable[] } | { readonly accountIds: string[] };

interface GroupDialogProps {
  readonly rest: Rest;
  /** The unit that owns a new group. */
  readonly siteId: string;
  readonly of: 'rooms' | 'people';
  readonly groups: readonly GroupView[];
  /** What the group would contain; groups within it are replaced by their own content. */
  readonly meaning: GroupContent;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Saves the current selection, or the chosen people, under a name: as a new group or in place of another. */
export function GroupDialog(props: GroupDialogProps): JSX.Element {
  const { rest, siteId, of, groups, meaning, onChanged, onClose } = props;
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const words = invitationWords();
  const isMeaningful = ('include' in meaning ? meaning.include : meaning.accountIds).length > 0;
  const take = async (
    asked: Promise<{ readonly ok: true } | { readonly ok: false; readonly error: Refusal }>,
  ): Promise<void> => {
    const result = await asked;
    if (result.ok) {
      setName('');
      setRefusal(undefined);
      onChanged();
      return;
    }
    const { code } = result.error;
    setRefusal(code === 'conflict' ? savedGroupWords().nameTaken : errorWords()[code]);
  };
  return (
    <Dialog title={words.groups[of]} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void take(rest.call('group.create', { body: { siteId, name, ...meaning } }));
        }}
      >
        <p class="muted">{words.groupHint[of]}</p>
        <Field
          label={savedGroupWords().name}
          value={name}
          onInput={setName}
          maxLength={200}
          required
          testId="group-name"
        />
        {refusal !== undefined && <Alert>{refusal}</Alert>}
        <div class="dialog__buttons">
          <Button testId="group-close" onPress={onClose}>
            {commonWords().close}
          </Button>
          <Button
            type="submit"
            look="primary"
            disabled={!isMeaningful || name.trim() === ''}
            testId="group-save"
          >
            {savedGroupWords().save}
          </Button>
        </div>
      </form>
      <h4>{words.saved}</h4>
      {groups.length === 0 && <p class="muted">{savedGroupWords().none}</p>}
      {groups.length > 0 && (
        <ExportSheet
          rest={rest}
          name="sheet.groups"
          request={{}}
          fileName="nhom-diem-cau"
          testId="export-groups"
        />
      )}
      <ul class="saved-groups">
        {groups.map((group) => (
          <li key={group.id} data-testid="saved-group" data-group={group.id}>
            <span class="invitations__name">
              {group.name}
              <small>
                {group.siteName}:{' '}
                {of === 'rooms' ? (
                  <Worded selection={group.worded} />
                ) : (
                  group.people.map((person) => person.name).join(', ')
                )}
              </small>
            </span>
            <ConfirmedButton
              look="quiet"
              label={`${words.overwrite}: ${group.name}`}
              question={words.overwriteGroup[of](group.name)}
              confirm={words.overwrite}
              disabled={!isMeaningful}
              testId="group-overwrite"
              onConfirm={() =>
                void take(rest.call('group.change', { params: { groupId: group.id }, body: meaning }))
              }
            >
              {words.overwrite}
            </ConfirmedButton>
            <ConfirmedButton
              look="quiet"
              label={`${savedGroupWords().remove}: ${group.name}`}
              question={savedGroupWords().removeQuestion(group.name)}
              confirm={savedGroupWords().remove}
              testId="group-remove"
              onConfirm={() => void take(rest.call('group.remove', { params: { groupId: group.id } }))}
            >
              {savedGroupWords().remove}
            </ConfirmedButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
