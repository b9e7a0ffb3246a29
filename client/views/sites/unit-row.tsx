import type { JSX } from 'preact';
import { Button } from '../shared/controls.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import type { UnitOrigin } from './origins.ts';
import { unitFormWords } from './unit-words.ts';
import { siteWords } from './words.ts';
import { unitEndingWords } from './endings/words.ts';
import { dateOf } from '../../i18n/formats.ts';

/** What may be done with a unit; the page opens the dialog. */
export type UnitAction = 'contacts' | 'edit' | 'merge' | 'retire';

interface UnitRowProps {
  readonly unit: NamedUnit;
  readonly levelName: string;
  /** What it came from. */
  readonly origins: readonly UnitOrigin[];
  readonly mayAdminister: boolean;
  readonly onAction: (action: UnitAction) => void;
}

/** A unit that exists, and what may be done with it. */
export function UnitRow({ unit, levelName, origins, mayAdminister, onAction }: UnitRowProps): JSX.Element {
  const endings = unitEndingWords();
  return (
    <li data-testid="unit" data-site={unit.id}>
      <span class="invitations__name">
        {unit.fullName}
        <small>
          {levelName}, {unit.code}
        </small>
        {origins.map(({ kind, onDate, from }) => (
          <small key={`${onDate} ${kind}`} data-testid="unit-origin">
            {unitFormWords().origin(
              dateOf(onDate),
              unitFormWords().formedFrom[kind](from.map(({ name, code }) => `${name} (${code})`).join(', ')),
            )}
          </small>
        ))}
        {unit.validTo !== null && <small>{endings.endsOn(dateOf(unit.validTo))}</small>}
      </span>
      <Button
        label={`${siteWords().contacts}: ${unit.fullName}`}
        testId="unit-contacts"
        onPress={() => onAction('contacts')}
      >
        {siteWords().contacts}
      </Button>
      {mayAdminister && (
        <>
          <Button
            label={unitFormWords().editOf(unit.fullName)}
            testId="unit-edit"
            onPress={() => onAction('edit')}
          >
            {unitFormWords().edit}
          </Button>
          <Button
            label={endings.mergeOf(unit.fullName)}
            testId="unit-merge"
            onPress={() => onAction('merge')}
          >
            {endings.merge}
          </Button>
          <Button
            label={endings.retireOf(unit.fullName)}
            testId="unit-retire"
            onPress={() => onAction('retire')}
          >
            {endings.retire}
          </Button>
        </>
      )}
    </li>
  );
}
