import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type GivenRole, givenRoles } from '../../../../protocol/roles.ts';
import type { Groupable, Selected } from '../../../../protocol/rest/meetings/selections.ts';
import type { RestRequest, RestResponse } from '../../../../protocol/rest/client-types.ts';
import { seriesWords } from '../series/words.ts';
import { invitationWords } from './words.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Select } from '../../shared/controls.tsx';
import { GroupDialog } from './group-dialog.tsx';
import { SelectionFields } from './selection-fields.tsx';
import { useSelectionForm } from './selection-form.ts';

export type SelectionWish = RestRequest<'meeting.inviteSelection'>['body'];

interface InviteSelectionProps {
  readonly rest: Rest;
  /** The unit that would own a group. */
  readonly siteId: string;
  /** The selection is resolved on the day of this instant. */
  readonly atMs: number;
  readonly result: RestResponse<'meeting.inviteSelection'>['selection'] | undefined;
  readonly onInvite: (wish: SelectionWish) => void;
}

const isGroupable = (one: Selected): one is Groupable => one.kind !== 'group';

/** Invites a level, a group, a tag or subtrees, minus exceptions: all communes with one button. */
export function InviteSelection({ rest, siteId, atMs, result, onInvite }: InviteSelectionProps): JSX.Element {
  const form = useSelectionForm(rest, { atMs });
  const [saving, setSaving] = useState(false);
  const [role, setRole] = useState<GivenRole>('delegate');
  const { include, except } = form;
  const { group } = form.chosen;
  return (
    <div class="invite__selection" data-testid="invite-selection">
      <SelectionFields rest={rest} form={form} label={seriesWords().whom}>
        <Select
          label={invitationWords().role}
          value={role}
          onChange={setRole}
          testId="selection-role"
          options={givenRoles.map((value) => ({ value, text: roleTexts()[value] }))}
        />
      </SelectionFields>
      <div class="invite__buttons">
        <Button testId="selection-save" disabled={!form.isReady} onPress={() => setSaving(true)}>
          {invitationWords().saveGroup}
        </Button>
        <Button
          look="primary"
          disabled={include.length === 0}
          testId="selection-invite"
          onPress={() => onInvite({ include, except, role })}
        >
          {seriesWords().inviteAll}
        </Button>
      </div>
      {saving && (
        <GroupDialog
          rest={rest}
          siteId={siteId}
          of="rooms"
          groups={form.groups}
          meaning={{
            include: group?.include ?? include.filter(isGroupable),
            except: [...(group?.except ?? []), ...except],
          }}
          onChanged={form.readGroups}
          onClose={() => setSaving(false)}
        />
      )}
      {result && (
        <p role="status" class="muted" data-testid="selection-result">
          {seriesWords().invitedCount(result.endpoints, result.added)}
        </p>
      )}
    </div>
  );
}
