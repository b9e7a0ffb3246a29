import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Field } from '../controls.tsx';
import { useSearched } from './searched.ts';
import { unitName } from './unit-name.ts';

interface SitePickerProps {
  readonly rest: Rest;
  readonly chosen: { readonly id: string; readonly name: string } | undefined;
  readonly onChoose: (site: { readonly id: string; readonly name: string } | undefined) => void;
}

/** Finds one unit by a part of its name, with or without accents. */
export function SitePicker({ rest, chosen, onChoose }: SitePickerProps): JSX.Element {
  const [query, setQuery] = useState('');
  const ask = useCallback(
    async (q: string) => {
      const result = await rest.call('site.search', { query: { q, limit: 8 } });
      return result.ok ? result.value.sites : [];
    },
    [rest],
  );
  const found = useSearched(query, ask);
  if (chosen) {
    return (
      <div class="field">
        <span class="field__label">{t().organisingSite}</span>
        <div class="picked">
          <strong>{chosen.name}</strong>
          <Button look="quiet" onPress={() => onChoose(undefined)}>
            {t().change}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div>
      <Field
        label={t().organisingSite}
        placeholder={t().chooseSite}
        value={query}
        onInput={setQuery}
        type="search"
        testId="site-search"
      />
      {found?.length === 0 && <p class="muted">{t().nothingFound}</p>}
      <ul class="found">
        {found?.map((site) => {
          const name = unitName(site.name, site.parentName);
          return (
            <li key={site.id}>
              <span class="invitations__name">{name}</span>
              <Button
                testId="site"
                label={`${t().choose}: ${name}`}
                onPress={() => onChoose({ id: site.id, name })}
              >
                {t().choose}
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
