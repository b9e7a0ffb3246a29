import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { unitWords } from './words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Field } from '../controls.tsx';
import { CloseIcon } from '../icons.tsx';
import { FoundUnits } from './found-units.tsx';
import type { FoundUnit } from './found-units.tsx';

interface UnitSearchProps {
  readonly label: string;
  readonly rest: Rest;
  readonly chosen: readonly FoundUnit[];
  readonly onChange: (chosen: readonly FoundUnit[]) => void;
  readonly testId: string;
}

/** A choice of any number of units, found by a part of their names. */
export function UnitSearch({ label, rest, chosen, onChange, testId }: UnitSearchProps): JSX.Element {
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  /** The pressed button goes; the next unit is typed in the field. */
  const choose = (units: readonly FoundUnit[]): void => {
    setQuery('');
    onChange(units);
    box.current?.querySelector<HTMLElement>('input')?.focus();
  };
  const without = ({ id }: FoundUnit): readonly FoundUnit[] => chosen.filter((unit) => unit.id !== id);
  return (
    <div ref={box}>
      <Field label={label} value={query} onInput={setQuery} type="search" testId={testId} />
      <FoundUnits
        rest={rest}
        query={query}
        testId={`${testId}-choose`}
        onChoose={(unit) => choose([...without(unit), unit])}
      />
      {chosen.map((unit) => (
        <span key={unit.id} class="picked">
          <strong>{unit.name}</strong>
          <Button look="quiet" label={unitWords().drop(unit.name)} onPress={() => choose(without(unit))}>
            <CloseIcon />
          </Button>
        </span>
      ))}
    </div>
  );
}
