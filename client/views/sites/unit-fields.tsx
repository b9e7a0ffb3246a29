import type { JSX } from 'preact';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { type UnitRefusal, unitRefusal } from '../../../protocol/rest/sites/sites.ts';
import type { Level } from '../shared/units/level-names.ts';
import { Alert, Button, Field } from '../shared/controls.tsx';
import { ChooseUnit } from '../shared/units/choose-unit.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { unitFormWords } from './unit-words.ts';

export const rankIn = (levels: readonly Level[], levelId: string): number =>
  levels.find(({ id }) => id === levelId)?.rank ?? 0;

/** Why the server has refused a unit. */
function whyNot({ code, detail }: Refusal): string {
  if (code !== 'conflict') return errorWords()[code];
  const reason = unitRefusal.safeParse(detail);
  return reason.success ? unitFormWords().refusals[reason.data] : unitFormWords().changedMeanwhile;
}

interface UnitNameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
}

export function UnitNameField({ name, onChange }: UnitNameFieldProps): JSX.Element {
  return (
    <Field
      label={unitFormWords().name}
      value={name}
      onInput={onChange}
      maxLength={200}
      required
      testId="unit-name"
    />
  );
}

interface UnitRefusalsProps {
  /** What the rules of the tree refuse, found before the form is sent. */
  readonly rule: UnitRefusal | null;
  readonly server: Refusal | undefined;
}

/** Why the unit of a form is not saved. */
export function UnitRefusals({ rule, server }: UnitRefusalsProps): JSX.Element {
  return (
    <>
      {rule && <Alert>{unitFormWords().refusals[rule]}</Alert>}
      {server && <Alert>{whyNot(server)}</Alert>}
    </>
  );
}

interface ParentFieldProps {
  /** Units that may be the parent. */
  readonly candidates: readonly NamedUnit[];
  readonly parent: NamedUnit | undefined;
  readonly onChange: (parent: NamedUnit | undefined) => void;
}

/** The unit above; a search until one is chosen. */
export function ParentField({ candidates, parent, onChange }: ParentFieldProps): JSX.Element {
  const words = unitFormWords();
  if (!parent)
    return <ChooseUnit label={words.parent} units={candidates} onChoose={onChange} testId="parent" />;
  return (
    <div class="field">
      <span class="field__label">{words.parent}</span>
      <div class="picked">
        <strong>{parent.fullName}</strong>
        <Button look="quiet" testId="parent-change" onPress={() => onChange(undefined)}>
          {commonWords().change}
        </Button>
      </div>
    </div>
  );
}
