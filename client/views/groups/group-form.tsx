import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { GroupView } from '../../../protocol/rest/sites/groups.ts';
import { useIdempotent } from '../../hooks/idempotent.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Dialog, Field } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import { savedGroupWords } from '../shared/groups/words.ts';
import { InviteePicker } from '../shared/invitees/invitee-picker.tsx';
import { SitePicker, useOwnSite } from '../shared/units/site-picker.tsx';
import { UnitSearch } from '../shared/units/unit-search.tsx';
import { type GroupParts, meaningOf, noParts, partsOf } from './group-parts.ts';
import { OtherParts } from './other-parts.tsx';
import { groupsPageWords } from './words.ts';

interface GroupFormProps {
  readonly rest: Rest;
  /** Who fills the form in. */
  readonly by: AccountView;
  /** Undefined for a new group. */
  readonly group: GroupView | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Creates a group, or changes its name and members. */
export function GroupForm({ rest, by, group, onClose, onSaved }: GroupFormProps): JSX.Element {
  const [name, setName] = useState(group?.name ?? '');
  const [unit, setUnit] = useOwnSite(rest, by.siteId);
  const [parts, setParts] = useState<GroupParts>(group ? partsOf(group) : noParts);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const once = useIdempotent();
  const words = groupsPageWords();
  const change = (some: Partial<GroupParts>): void => setParts({ ...parts, ...some });
  const meaning = meaningOf(parts);
  const isEmpty = meaning.include.length + meaning.accountIds.length === 0;
  const siteId = group?.siteId ?? unit?.id;
  const save = async (): Promise<void> => {
    if (siteId === undefined) return;
    const result = group
      ? await rest.call('group.change', { params: { groupId: group.id }, body: { name, ...meaning } })
      : await once((idempotencyKey) =>
          rest.call('group.create', { body: { siteId, name, ...meaning }, idempotencyKey }),
        );
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) onSaved();
  };
  return (
    <Dialog title={group ? words.editOf(group.name) : words.add} onClose={onClose} testId="group-form">
      <DialogForm
        submit={savedGroupWords().save}
        disabled={name.trim() === '' || siteId === undefined || isEmpty}
        onSubmit={save}
        onClose={onClose}
        stacked
        testId="group-form-save"
      >
        <Field
          label={savedGroupWords().name}
          value={name}
          onInput={setName}
          maxLength={200}
          required
          testId="group-form-name"
        />
        {group ? (
          <div class="field">
            <span class="field__label">{words.unit}</span>
            <strong>{group.siteName}</strong>
          </div>
        ) : (
          <SitePicker rest={rest} label={words.unit} chosen={unit} onChoose={setUnit} />
        )}
        <InviteePicker
          rest={rest}
          find="rooms-and-people"
          label={words.members}
          chosen={parts.members}
          onChange={(members) => change({ members })}
        />
        <UnitSearch
          label={words.units}
          rest={rest}
          chosen={parts.units}
          onChange={(units) => change({ units })}
          testId="group-units"
        />
        <OtherParts label={words.others} parts={parts.others} onChange={(others) => change({ others })} />
        <UnitSearch
          label={words.except}
          rest={rest}
          chosen={parts.exceptUnits}
          onChange={(exceptUnits) => change({ exceptUnits })}
          testId="group-except"
        />
        <OtherParts
          label={words.otherExcept}
          parts={parts.otherExcept}
          onChange={(otherExcept) => change({ otherExcept })}
        />
        {refusal && (
          <Alert>{refusal === 'conflict' ? savedGroupWords().nameTaken : errorWords()[refusal]}</Alert>
        )}
      </DialogForm>
    </Dialog>
  );
}
