import type { JSX } from 'preact';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { unitRefusal } from '../../../protocol/rest/sites/sites.ts';
import type { Level } from '../shared/units/level-names.ts';
import { Button } from '../shared/controls.tsx';
import { ChooseUnit } from '../shared/units/choose-unit.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { unitFormWords } from './unit-words.ts';

export const rankIn = (levels: readonly Level[], levelId: string): number =>
  levels.find(({ id }) => id === levelId)?.rank ?? 0;

/** Why the server has refused a unit. */
export function whyNot({ code, detail }: Refusal): string {
  if (code !== 'conflict') return errorWords()[code];
  const reason = unitRefusal.safeParse(detail);
  return reason.success ? unitFormWords().refusals[reason.data] : unitFormWords().changedMeanwhile;
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
        <strong data-testid="parent-chosen">{parent.fullName}</strong>
        <Button look="quiet" testId="parent-change" onPress={() => onChange(undefined)}>
          {commonWords().change}
        </Button>
      </div>
    </div>
  );
}
