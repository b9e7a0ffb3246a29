import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Field } from '../controls.tsx';
import { useSearched } from './searched.ts';
import { unitName } from './unit-name.ts';

export interface Unit {
  readonly id: string;
  readonly name: string;
}

interface UnitSearchProps {
  readonly label: string;
  readonly rest: Rest;
  readonly chosen: readonly Unit[];
  readonly onChoose: (unit: Unit) => void;
  readonly onDrop: (unit: Unit) => void;
  readonly testId: string;
}

/** Any number of units, found by a part of their names. */
export function UnitSearch({ label, rest, chosen, onChoose, onDrop, testId }: UnitSearchProps): JSX.Element {
  const [query, setQuery] = useState('');
  const ask = useCallback(
    async (q: string) => {
      const result = await rest.call('site.search', { query: { q, limit: 8 } });
      return result.ok ? result.value.sites : [];
    },
    [rest],
  );
  const found = useSearched(query, ask);
  return (
    <div>
      <Field label={label} value={query} onInput={setQuery} type="search" testId={testId} />
      <ul class="found">
        {found?.map((site) => {
          const name = unitName(site.name, site.parentName);
          return (
            <li key={site.id}>
              <span class="invitations__name">{name}</span>
              <Button
                testId={`${testId}-choose`}
                label={`${t().choose}: ${name}`}
                onPress={() => {
                  setQuery('');
                  onChoose({ id: site.id, name });
                }}
              >
                {t().choose}
              </Button>
            </li>
          );
        })}
      </ul>
      {chosen.map((unit) => (
        <span key={unit.id} class="picked">
          <strong>{unit.name}</strong>
          <Button look="quiet" label={t().series.drop(unit.name)} onPress={() => onDrop(unit)}>
            ✕
          </Button>
        </span>
      ))}
    </div>
  );
}
