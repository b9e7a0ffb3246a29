import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { invitedRole } from '../../../protocol/rest/meetings.ts';
import type { GroupView } from '../../../protocol/rest/groups.ts';
import type { Groupable, Selected } from '../../../protocol/rest/selections.ts';
import type { RestRequest, RestResponse } from '../../../protocol/rest/client-types.ts';
import { language, t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Select } from '../controls.tsx';
import { GroupDialog } from './group-dialog.tsx';
import type { Unit } from './found-units.tsx';
import { UnitSearch } from './unit-search.tsx';

export type SelectionWish = RestRequest<'meeting.inviteSelection'>['body'];
type Level = RestResponse<'site.levels'>['levels'][number];
type Tag = RestResponse<'endpoint.tags'>['tags'][number];

interface InviteSelectionProps {
  readonly rest: Rest;
  /** The unit that would keep a group. */
  readonly siteId: string;
  readonly result: RestResponse<'meeting.inviteSelection'>['selection'] | undefined;
  readonly onInvite: (wish: SelectionWish) => void;
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly include: readonly Selected[];
  readonly group?: GroupView;
}

const isGroupable = (one: Selected): one is Groupable => one.kind !== 'group';
const subtrees = (of: readonly Unit[]) => of.map(({ id }) => ({ kind: 'subtree' as const, siteId: id }));

/** A level, a group, a tag or subtrees, minus exceptions: all communes in one press. */
export function InviteSelection({ rest, siteId, result, onInvite }: InviteSelectionProps): JSX.Element {
  const [levels, setLevels] = useState<readonly Level[]>([]);
  const [groups, setGroups] = useState<readonly GroupView[]>([]);
  const [tags, setTags] = useState<readonly Tag[]>([]);
  const [saving, setSaving] = useState(false);
  const [whom, setWhom] = useState('');
  const [role, setRole] = useState<(typeof invitedRole.options)[number]>('delegate');
  const [units, setUnits] = useState<readonly Unit[]>([]);
  const [except, setExcept] = useState<readonly Unit[]>([]);
  useEffect(() => {
    void rest.call('site.levels', {}).then((answer) => {
      if (!answer.ok) return;
      setLevels(answer.value.levels);
      setWhom(`level ${answer.value.levels.at(-1)?.id ?? ''}`);
    });
    void rest.call('endpoint.tags', {}).then((answer) => answer.ok && setTags(answer.value.tags));
  }, [rest]);
  const readGroups = useCallback(() => {
    void rest.call('group.list', {}).then((answer) => answer.ok && setGroups(answer.value.groups));
  }, [rest]);
  useEffect(readGroups, [readGroups]);
  const choices: readonly Choice[] = [
    ...levels.map(({ id, nameVi, nameEn }) => ({
      value: `level ${id}`,
      text: t().series.allOfLevel(language.value === 'vi' ? nameVi : nameEn),
      include: [{ kind: 'level' as const, levelId: id }],
    })),
    ...groups.map((group) => ({
      value: `group ${group.id}`,
      text: t().inviting.group(group.name),
      include: [{ kind: 'group' as const, groupId: group.id }],
      group,
    })),
    ...tags.map(({ tag, endpoints }) => ({
      value: `tag ${tag}`,
      text: t().inviting.tag(tag, endpoints),
      include: [{ kind: 'tag' as const, tag }],
    })),
    { value: '', text: t().series.subtree, include: subtrees(units) },
  ];
  // A group that has been removed is no choice any more.
  const chosen = choices.find(({ value }) => value === whom) ?? choices.at(-1);
  const include = chosen?.include ?? [];
  return (
    <section class="invite" data-testid="invite-selection">
      <h4>{t().series.selection}</h4>
      <div class="invite__fields">
        <Select
          label={t().series.whom}
          value={chosen?.value ?? ''}
          onChange={setWhom}
          testId="selection-whom"
          options={choices}
        />
        <Select
          label={t().role}
          value={role}
          onChange={setRole}
          testId="selection-role"
          options={invitedRole.options.map((value) => ({ value, text: t().roles[value] }))}
        />
      </div>
      {chosen?.value === '' && (
        <UnitSearch
          label={t().series.unit}
          rest={rest}
          chosen={units}
          onChoose={(unit) => setUnits([...units, unit])}
          onDrop={(unit) => setUnits(units.filter(({ id }) => id !== unit.id))}
          testId="selection-unit"
        />
      )}
      <UnitSearch
        label={t().series.except}
        rest={rest}
        chosen={except}
        onChoose={(unit) => setExcept([...except, unit])}
        onDrop={(unit) => setExcept(except.filter(({ id }) => id !== unit.id))}
        testId="selection-except"
      />
      <div class="invite__buttons">
        <Button testId="selection-save" onPress={() => setSaving(true)}>
          {t().inviting.saveGroup}
        </Button>
        <Button
          look="primary"
          disabled={include.length === 0}
          testId="selection-invite"
          onPress={() => onInvite({ include: [...include], except: subtrees(except), role })}
        >
          {t().series.inviteAll}
        </Button>
      </div>
      {saving && (
        <GroupDialog
          rest={rest}
          siteId={siteId}
          groups={groups}
          meaning={{
            include: chosen?.group?.include ?? include.filter(isGroupable),
            except: [...(chosen?.group?.except ?? []), ...subtrees(except)],
          }}
          onChanged={readGroups}
          onClose={() => setSaving(false)}
        />
      )}
      {result && (
        <p role="status" class="muted" data-testid="selection-result">
          {t().series.invitedCount(result.endpoints, result.added)}
        </p>
      )}
    </section>
  );
}
