import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { Rest } from '../../signaling/rest.ts';
import { NameDialog } from '../shared/name-dialog.tsx';
import type { FoundUnit } from '../shared/units/found-units.tsx';
import { UnitSearch } from '../shared/units/unit-search.tsx';
import { bridgeWords } from './words.ts';

interface BridgeDialogProps {
  /** The purpose; also the text of the button that sends. */
  readonly title: string;
  readonly rest: Rest;
  readonly name?: string;
  readonly unit?: FoundUnit | undefined;
  /** Resolves to undefined on success, else to the refusal. */
  readonly onSave: (name: string, siteId: string | null) => Promise<Refusal | undefined>;
  readonly onClose: () => void;
}

/** The name of a bridge and its unit. */
export function BridgeDialog({
  title,
  rest,
  name = '',
  unit,
  onSave,
  onClose,
}: BridgeDialogProps): JSX.Element {
  const [units, setUnits] = useState<readonly FoundUnit[]>(unit ? [unit] : []);
  return (
    <NameDialog
      title={title}
      label={bridgeWords().name}
      initial={name}
      testId="bridge"
      onClose={onClose}
      onSave={(typed) => onSave(typed, units[0]?.id ?? null)}
    >
      <UnitSearch
        label={bridgeWords().unit}
        rest={rest}
        chosen={units}
        onChange={(chosen) => setUnits(chosen.slice(-1))}
        testId="bridge-unit"
      />
    </NameDialog>
  );
}
