import type { JSX } from 'preact';
import { auditAction, auditOutcome, auditTargetKind } from '../../../protocol/rest/audit.ts';
import { auditWords } from './words.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Field, Select } from '../shared/controls.tsx';
import { DateField } from '../shared/dates/date-field.tsx';
import { UnitFilter } from '../shared/units/unit-filter.tsx';
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
      <DateField
        label={words.from}
        value={shown.from ?? ''}
        onInput={(from) => onChange({ from: from || undefined })}
        testId="audit-from"
      />
      <DateField
        label={words.to}
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
      <UnitFilter rest={rest} unit={shown.unit} onChange={(unit) => onChange({ unit })} testId="audit-unit" />
      {shown.actor !== undefined && (
        <Button testId="audit-any-actor" onPress={() => onChange({ actor: undefined })}>
          {words.anyActor}
        </Button>
      )}
    </div>
  );
}
