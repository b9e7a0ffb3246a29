import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { usePolled } from '../../hooks/polled.ts';
import { errorWords } from '../../i18n/errors.ts';
import { dateOf } from '../../i18n/formats.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert } from '../shared/controls.tsx';
import { unitEndingWords } from './endings/words.ts';
import { unitFormWords } from './unit-words.ts';

interface UnitLineageProps {
  readonly rest: Rest;
  readonly unitId: string;
}

/** The units that a unit came from, and those that came from it; nothing where reforms left it alone. */
export function UnitLineage({ rest, unitId }: UnitLineageProps): JSX.Element | null {
  const ask = useCallback(() => rest.call('site.get', { params: { siteId: unitId } }), [rest, unitId]);
  const { value, error } = usePolled<'site.get'>(ask, undefined);
  if (error) return <Alert>{errorWords()[error]}</Alert>;
  if (value === undefined || value.lineage.length === 0) return null;
  const { came } = unitFormWords();
  const { became } = unitEndingWords();
  const named = ({ name, code }: (typeof value)['site']): string => `${name} (${code})`;
  return (
    <section data-testid="unit-lineage">
      <h3>{unitFormWords().lineage}</h3>
      <ul>
        {value.lineage.map(({ kind, onDate, from, to }) => (
          <li key={`${from.id} ${to.id} ${kind}`}>
            {dateOf(onDate)}: {to.id === unitId ? came[kind](named(from)) : became[kind](named(to))}
          </li>
        ))}
      </ul>
    </section>
  );
}
