import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button } from '../controls.tsx';
import { useSearched } from '../../../hooks/searched.ts';
import { unitName } from './unit-name.ts';

export interface FoundUnit {
  readonly id: string;
  /** With the parent's name. */
  readonly name: string;
}

interface FoundUnitsProps {
  readonly rest: Rest;
  /** The typed text, with or without accents. */
  readonly query: string;
  readonly onChoose: (unit: FoundUnit) => void;
  readonly testId: string;
}

/** The units whose names contain the typed text, each with a button to choose it. */
export function FoundUnits({ rest, query, onChoose, testId }: FoundUnitsProps): JSX.Element {
  const ask = useCallback(
    async (q: string) => {
      const result = await rest.call('site.search', { query: { q, limit: 8 } });
      return result.ok ? result.value.sites : [];
    },
    [rest],
  );
  const found = useSearched(query, ask);
  return (
    <>
      {found?.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      <ul class="found">
        {found?.map((site) => {
          const name = unitName(site.name, site.parentName);
          return (
            <li key={site.id}>
              <span class="invitations__name">{name}</span>
              <Button
                testId={testId}
                label={`${commonWords().choose}: ${name}`}
                onPress={() => onChoose({ id: site.id, name })}
              >
                {commonWords().choose}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
