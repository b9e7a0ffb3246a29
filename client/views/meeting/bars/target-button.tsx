import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Target } from '../../../../protocol/conference/contract.ts';
import type { Participant } from '../../../../protocol/state.ts';
import { language } from '../../../i18n/language.ts';
import { conductWords } from '../panels/conduct/words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { levelsOf, subtrees } from '../../../state/conference/units.ts';
import type { CountedUnit } from '../../../state/conference/units.ts';
import { Button, Dialog } from '../../shared/controls.tsx';

interface TargetButtonProps {
  readonly label: string;
  readonly participants: readonly Participant[];
  readonly note?: string;
  readonly onChoose: (target: Target) => void;
  readonly testId: string;
}

/** Opens the choice of a command's target. */
export function TargetButton({ label, testId, ...choice }: TargetButtonProps): JSX.Element {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button testId={testId} disabled={choice.participants.length === 0} onPress={() => setAsking(true)}>
        {label}
      </Button>
      {asking && <TargetDialog {...choice} title={label} onClose={() => setAsking(false)} />}
    </>
  );
}

interface TargetDialogProps extends Pick<TargetButtonProps, 'participants' | 'note' | 'onChoose'> {
  readonly title: string;
  readonly onClose: () => void;
}

/** Asks for the target of a command: everybody, one level, or one unit with all below it. */
export function TargetDialog({
  title,
  participants,
  note,
  onChoose,
  onClose,
}: TargetDialogProps): JSX.Element {
  const offer = (unit: CountedUnit, target: Target, unitTestId: string): JSX.Element => (
    <Button
      key={unit.id}
      testId={unitTestId}
      onPress={() => {
        onClose();
        onChoose(target);
      }}
    >
      <span class="choices__about">{unit.name}</span>
      <span class="count">{unit.count}</span>
    </Button>
  );
  const everybody = { id: 'all', name: conductWords().everybody, count: participants.length };
  const byLevel = levelsOf(participants, language.value);
  const byUnit = subtrees(participants);
  return (
    <Dialog title={title} onClose={onClose}>
      {note !== undefined && <p class="muted">{note}</p>}
      <div class="choices">
        {offer(everybody, { kind: 'all' }, 'target-all')}
        {byLevel.length > 1 && <h3>{conductWords().levels}</h3>}
        {byLevel.length > 1 &&
          byLevel.map((level) =>
            offer(level, { kind: 'level', levelId: level.id }, `target-level-${level.id}`),
          )}
        {byUnit.length > 0 && <h3>{conductWords().subtrees}</h3>}
        {byUnit.map((unit) => offer(unit, { kind: 'subtree', siteId: unit.id }, `target-subtree-${unit.id}`))}
      </div>
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().cancel}</Button>
      </div>
    </Dialog>
  );
}
