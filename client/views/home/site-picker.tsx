import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Field } from '../controls.tsx';
import { FoundUnits } from './found-units.tsx';
import type { Unit } from './found-units.tsx';

interface SitePickerProps {
  readonly rest: Rest;
  readonly chosen: Unit | undefined;
  readonly onChoose: (site: Unit | undefined) => void;
}

/** Finds one unit by a part of its name, with or without accents. */
export function SitePicker({ rest, chosen, onChoose }: SitePickerProps): JSX.Element {
  const [query, setQuery] = useState('');
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
      <FoundUnits rest={rest} query={query} onChoose={onChoose} testId="site" />
    </div>
  );
}
