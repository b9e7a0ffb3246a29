import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { invitedRole } from '../../../protocol/rest/meetings.ts';
import type { RestRequest, RestResponse } from '../../../protocol/rest/client-types.ts';
import { language, t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Select } from '../controls.tsx';
import type { Unit } from './found-units.tsx';
import { UnitSearch } from './unit-search.tsx';

export type SelectionWish = RestRequest<'meeting.inviteSelection'>['body'];
type Level = RestResponse<'site.levels'>['levels'][number];

interface InviteSelectionProps {
  readonly rest: Rest;
  readonly result: RestResponse<'meeting.inviteSelection'>['selection'] | undefined;
  readonly onInvite: (wish: SelectionWish) => void;
}

const subtrees = (of: readonly Unit[]) => of.map(({ id }) => ({ kind: 'subtree' as const, siteId: id }));

/** A level or a subtree, minus exceptions: all communes in one press. */
export function InviteSelection({ rest, result, onInvite }: InviteSelectionProps): JSX.Element {
  const [levels, setLevels] = useState<readonly Level[]>([]);
  const [whom, setWhom] = useState('');
  const [role, setRole] = useState<(typeof invitedRole.options)[number]>('delegate');
  const [units, setUnits] = useState<readonly Unit[]>([]);
  const [except, setExcept] = useState<readonly Unit[]>([]);
  useEffect(() => {
    void rest.call('site.levels', {}).then((answer) => {
      if (!answer.ok) return;
      setLevels(answer.value.levels);
      setWhom(answer.value.levels.at(-1)?.id ?? '');
    });
  }, [rest]);
  const include = whom === '' ? subtrees(units) : [{ kind: 'level' as const, levelId: whom }];
  return (
    <section class="invite" data-testid="invite-selection">
      <h4>{t().series.selection}</h4>
      <div class="invite__fields">
        <Select
          label={t().series.whom}
          value={whom}
          onChange={setWhom}
          testId="selection-whom"
          options={[
            ...levels.map(({ id, nameVi, nameEn }) => ({
              value: id,
              text: t().series.allOfLevel(language.value === 'vi' ? nameVi : nameEn),
            })),
            { value: '', text: t().series.subtree },
          ]}
        />
        <Select
          label={t().role}
          value={role}
          onChange={setRole}
          testId="selection-role"
          options={invitedRole.options.map((value) => ({ value, text: t().roles[value] }))}
        />
      </div>
      {whom === '' && (
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
      <Button
        look="primary"
        disabled={include.length === 0}
        testId="selection-invite"
        onPress={() => onInvite({ include, except: subtrees(except), role })}
      >
        {t().series.inviteAll}
      </Button>
      {result && (
        <p role="status" class="muted" data-testid="selection-result">
          {t().series.invitedCount(result.endpoints, result.added)}
        </p>
      )}
    </section>
  );
}
