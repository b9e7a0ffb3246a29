import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fold } from '../../../../domain/sites/fold.ts';
import { commonWords } from '../../../i18n/common.ts';
import { Button, Field } from '../controls.tsx';
import type { NamedUnit } from './named-unit.ts';

/** More are no help; further typing finds the others. */
const mostShown = 6;

interface ChooseUnitProps {
  readonly label: string;
  readonly units: readonly NamedUnit[];
  readonly onChoose: (unit: NamedUnit) => void;
  /** The field and the buttons have the test ids `<testId>-search` and `<testId>-choose`. */
  readonly testId: string;
}

/** A search for one of these units, by a part of its name or code. */
export function ChooseUnit({ label, units, onChoose, testId }: ChooseUnitProps): JSX.Element {
  const [query, setQuery] = useState('');
  const sought = fold(query);
  const found =
    sought === '' ? [] : units.filter(({ code, fullName }) => fold(`${code} ${fullName}`).includes(sought));
  return (
    <div>
      <Field label={label} value={query} onInput={setQuery} testId={`${testId}-search`} />
      {sought !== '' && found.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      <ul class="found">
        {found.slice(0, mostShown).map((unit) => (
          <li key={unit.id}>
            <span class="invitations__name">
              {unit.fullName}
              <small>{unit.code}</small>
            </span>
            <Button
              testId={`${testId}-choose`}
              label={`${commonWords().choose}: ${unit.fullName} (${unit.code})`}
              onPress={() => onChoose(unit)}
            >
              {commonWords().choose}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
