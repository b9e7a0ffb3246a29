import type { JSX } from 'preact';
import { allowed } from '../../../../domain/conference/policy.ts';
import { barWords } from './words.ts';
import { Button } from '../../shared/controls.tsx';
import { UndoIcon } from '../../shared/desk-icons.ts';
import type { PanelProps } from '../panels/panel-props.ts';

/** Takes back the last change of the stage, and names it. */
export function UndoButton({ store, own }: PanelProps): JSX.Element | null {
  const { phase, stage } = store.conference.value;
  if (!allowed('stage.undo', own.role, phase)) return null;
  const words = barWords();
  return (
    <Button
      disabled={stage.before === null}
      hint={stage.before === null ? words.nothingToUndo : words.undoPart[stage.before.part]}
      testId="stage-undo"
      onPress={() => void store.command('stage.undo', {})}
    >
      <UndoIcon />
      <span>{words.undo}</span>
    </Button>
  );
}
