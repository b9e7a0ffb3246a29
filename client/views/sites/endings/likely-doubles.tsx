import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LikelyDouble } from '../../../../domain/sites/doubles.ts';
import { dateOf } from '../../../i18n/formats.ts';
import { unitEndingWords } from './words.ts';
import { Button } from '../../shared/controls.tsx';
import type { NamedUnit, UnitPair } from '../../shared/units/named-unit.ts';

/** The most merges that the server takes in one request. */
const mostAtOnce = 500;

interface LikelyDoublesProps {
  readonly doubles: readonly LikelyDouble<NamedUnit>[];
  readonly onMerge: (pairs: readonly UnitPair[]) => void;
}

/**
 * Units that an import has probably duplicated. Each can be merged; those with the same
 * name can be merged together.
 */
export function LikelyDoubles({ doubles, onMerge }: LikelyDoublesProps): JSX.Element {
  const words = unitEndingWords();
  const [open, setOpen] = useState(false);
  const pairs = doubles.map(({ double, of, isNamesake }) => ({ unit: double, into: of, isNamesake }));
  const namesakes = pairs.filter(({ isNamesake }) => isNamesake).slice(0, mostAtOnce);
  return (
    <section class="panel doubles" data-testid="doubles" aria-label={words.doubles(doubles.length)}>
      <div class="heading">
        <h2>{words.doubles(doubles.length)}</h2>
        <div class="heading__actions">
          <Button testId="doubles-show" expanded={open} onPress={() => setOpen(!open)}>
            {open ? words.hideDoubles : words.showDoubles}
          </Button>
          {namesakes.length > 1 && (
            <Button look="primary" testId="doubles-merge-all" onPress={() => onMerge(namesakes)}>
              {words.mergeAll(namesakes.length)}
            </Button>
          )}
        </div>
      </div>
      <p class="muted">{words.doublesHint}</p>
      {pairs.length > namesakes.length && <p class="muted">{words.doublesOtherName}</p>}
      {open && (
        <ul class="endpoints doubles__list">
          {pairs.map((pair) => (
            <li key={pair.unit.id} data-testid="double">
              <span class="invitations__name">
                {pair.unit.fullName}
                <small>
                  {pair.unit.code}, {words.since(dateOf(pair.unit.validFrom))}
                </small>
              </span>
              <span class="invitations__name doubles__of">
                → {pair.into.fullName}
                <small>
                  {pair.into.code}, {words.since(dateOf(pair.into.validFrom))}
                </small>
              </span>
              <Button
                testId="double-merge"
                label={`${words.mergeOne}: ${pair.unit.fullName} (${pair.unit.code})`}
                onPress={() => onMerge([pair])}
              >
                {words.mergeOne}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
