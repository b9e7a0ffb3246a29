import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { v7 as uuid } from 'uuid';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { groupWords } from './words.ts';
import {
  bySubtree,
  divisible,
  groupsTyped,
  inEqualParts,
  reassigned,
} from '../../../../state/conference/groups.ts';
import type { PlannedGroup } from '../../../../state/conference/groups.ts';
import { Button, ConfirmedButton, Field } from '../../../shared/controls.tsx';
import { CloseIcon } from '../../../shared/icons.tsx';
import { NumberField } from '../../../shared/form-fields.tsx';
import { useMeeting } from '../../meeting-context.ts';
import type { PanelProps } from '../panel-props.ts';

const mostGroups = 100;

/** Plans groups: by area or in equal parts, then by hand. Nothing changes until they are opened. */
export function GroupsForm({ store, own }: PanelProps): JSX.Element {
  const { rest } = useMeeting();
  const [plan, setPlan] = useState<readonly PlannedGroup[]>([]);
  const [parts, setParts] = useState('2');
  const conference = store.conference.value;
  const all = divisible(conference);
  const count = Number(parts);
  const validCount = Number.isInteger(count) && count >= 1 && count <= Math.min(mostGroups, all.length);
  const wished = groupsTyped(plan);
  const mayOpen = allowed('groups.open', own.role, conference.phase);
  if (all.length === 0) return <p class="muted">{groupWords().nobodyToDivide}</p>;
  const byArea = async (): Promise<void> => {
    const list = await rest.call('site.list', { query: {} });
    // Without the list, a group has the name of its first member's unit, and can be renamed.
    const names = new Map(list.ok ? list.value.sites.map(({ id, name }) => [id, name]) : []);
    setPlan(bySubtree(store.conference.value, (siteId) => names.get(siteId), uuid));
  };
  return (
    <div class="groups">
      <p class="muted">{groupWords().divideHint}</p>
      <div class="groups__ways">
        <Button testId="groups-by-subtree" onPress={() => void byArea()}>
          {groupWords().bySubtree}
        </Button>
        <NumberField
          label={groupWords().parts}
          value={parts}
          min={1}
          max={mostGroups}
          testId="groups-parts"
          onInput={setParts}
        />
        <Button
          testId="groups-in-parts"
          disabled={!validCount}
          onPress={() => setPlan(inEqualParts(conference, count, groupWords().part, uuid))}
        >
          {groupWords().inParts}
        </Button>
      </div>
      {plan.map((group) => (
        <Planned key={group.groupId} group={group} plan={plan} onChange={setPlan} />
      ))}
      {plan.length > 0 && (
        <>
          {!mayOpen && <p class="muted">{groupWords().onlyInSession}</p>}
          <ConfirmedButton
            look="primary"
            disabled={!mayOpen || !wished}
            testId="groups-open"
            question={groupWords().openConfirm(wished?.length ?? 0)}
            confirm={groupWords().open}
            onConfirm={() => {
              if (wished) void store.command('groups.open', { groups: wished });
            }}
          >
            {groupWords().open}
          </ConfirmedButton>
        </>
      )}
    </div>
  );
}

interface PlannedProps {
  readonly group: PlannedGroup;
  readonly plan: readonly PlannedGroup[];
  readonly onChange: (plan: readonly PlannedGroup[]) => void;
}

function Planned({ group, plan, onChange }: PlannedProps): JSX.Element {
  const { groupId, title, members } = group;
  const retitled = (text: string): readonly PlannedGroup[] =>
    plan.map((each) => (each.groupId === groupId ? { ...each, title: text } : each));
  return (
    <section class="group" data-testid="planned-group">
      <div class="group__head">
        <Field
          label={groupWords().groupTitle}
          value={title}
          maxLength={200}
          testId="group-title"
          onInput={(text) => onChange(retitled(text))}
        />
        <Button
          look="quiet"
          label={groupWords().removeGroup(title)}
          testId="group-drop"
          onPress={() => onChange(plan.filter((each) => each.groupId !== groupId))}
        >
          <CloseIcon />
        </Button>
      </div>
      <details>
        <summary>{groupWords().memberCount(members.length)}</summary>
        <ul>
          {members.map((member) => (
            <li key={member.id}>
              <span class="group__member">
                <span>{member.name}</span>
                {member.siteName !== '' && <small>{member.siteName}</small>}
              </span>
              <select
                class="assign"
                aria-label={groupWords().assign(member.name)}
                value={groupId}
                data-testid="planned-assign"
                onChange={(event) => onChange(reassigned(plan, member, event.currentTarget.value || null))}
              >
                {plan.map((each) => (
                  <option key={each.groupId} value={each.groupId}>
                    {each.title}
                  </option>
                ))}
                <option value="">{groupWords().plenary}</option>
              </select>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
