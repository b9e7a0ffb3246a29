import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { auditAction, auditOutcome, auditTargetKind } from '../../../protocol/rest/audit.ts';
import { auditWords } from './words.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Field, Select } from '../shared/controls.tsx';
import { FoundUnits } from '../shared/units/found-units.tsx';
import type { AuditShown } from './filter.ts';

interface AuditFiltersProps {
  readonly rest: Rest;
  readonly shown: AuditShown;
  readonly onChange: (change: Partial<AuditShown>) => void;
}

export function AuditFilters({ rest, shown, onChange }: AuditFiltersProps): JSX.Element {
  const words = auditWords();
  const orAll = <T extends string>(all: readonly T[], names: Readonly<Record<T, string>>) => [
    { value: '' as const, text: words.all },
    ...all.map((value) => ({ value, text: names[value] })),
  ];
  return (
    <div class="audit__filters">
      <Field
        label={words.from}
        type="date"
        value={shown.from ?? ''}
        onInput={(from) => onChange({ from: from || undefined })}
        testId="audit-from"
      />
      <Field
        label={words.to}
        type="date"
        value={shown.to ?? ''}
        onInput={(to) => onChange({ to: to || undefined })}
        testId="audit-to"
      />
      <Select
        label={words.action}
        value={shown.action ?? ''}
        options={orAll(auditAction.options, words.actions)}
        onChange={(action) => onChange({ action: action || undefined })}
        testId="audit-action"
      />
      <Select
        label={words.outcome}
        value={shown.outcome ?? ''}
        options={orAll(auditOutcome.options, words.outcomes)}
        onChange={(outcome) => onChange({ outcome: outcome || undefined })}
        testId="audit-outcome"
      />
      <Select
        label={words.target}
        value={shown.target ?? ''}
        options={orAll(auditTargetKind.options, words.targets)}
        onChange={(target) => onChange({ target: target || undefined })}
        testId="audit-target"
      />
      <Field
        label={words.text}
        type="search"
        maxLength={100}
        value={shown.q ?? ''}
        onInput={(q) => onChange({ q })}
        testId="audit-search"
      />
      <UnitFilter rest={rest} unit={shown.unit} onChange={(unit) => onChange({ unit })} />
      {shown.actor !== undefined && (
        <Button testId="audit-any-actor" onPress={() => onChange({ actor: undefined })}>
          {words.anyActor}
        </Button>
      )}
    </div>
  );
}

interface UnitFilterProps {
  readonly rest: Rest;
  readonly unit: string | undefined;
  readonly onChange: (unit: string | undefined) => void;
}

function UnitFilter({ rest, unit, onChange }: UnitFilterProps): JSX.Element {
  const [query, setQuery] = useState('');
  const [name, setName] = useState('');
  useEffect(() => {
    if (unit === undefined) return;
    void rest.call('site.get', { params: { siteId: unit } }).then((result) => {
      if (result.ok) setName(result.value.site.name);
    });
  }, [rest, unit]);
  if (unit !== undefined) {
    return (
      <div class="field">
        <span class="field__label">{auditWords().unit}</span>
        <div class="picked">
          <strong>{name}</strong>
          <Button look="quiet" testId="audit-unit-clear" onPress={() => onChange(undefined)}>
            {commonWords().change}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div>
      <Field
        label={auditWords().unit}
        type="search"
        value={query}
        onInput={setQuery}
        placeholder={commonWords().chooseSite}
        testId="audit-unit"
      />
      <FoundUnits
        rest={rest}
        query={query}
        testId="audit-unit-found"
        onChoose={({ id }) => {
          setQuery('');
          onChange(id);
        }}
      />
    </div>
  );
}
