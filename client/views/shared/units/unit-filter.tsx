import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Field } from '../controls.tsx';
import { FoundUnits } from './found-units.tsx';
import { sharedWords } from '../words.ts';
import { commonWords } from '../../../i18n/common.ts';

interface UnitFilterProps {
  readonly rest: Rest;
  readonly unit: string | undefined;
  readonly onChange: (unit: string | undefined) => void;
  /** The buttons are `<testId>-clear` and `<testId>-found`. */
  readonly testId: string;
}

/** Limits a list to a unit and everything below it. */
export function UnitFilter({ rest, unit, onChange, testId }: UnitFilterProps): JSX.Element {
  const [query, setQuery] = useState('');
  const [name, setName] = useState('');
  useEffect(() => {
    if (unit === undefined) return;
    void rest.call('site.get', { params: { siteId: unit } }).then((result) => {
      if (result.ok) setName(result.value.site.name);
    });
  }, [rest, unit]);
  if (unit !== undefined) {
    return (
      <div class="field">
        <span class="field__label">{sharedWords().unit}</span>
        <div class="picked">
          <strong>{name}</strong>
          <Button look="quiet" testId={`${testId}-clear`} onPress={() => onChange(undefined)}>
            {commonWords().change}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div>
      <Field
        label={sharedWords().unit}
        type="search"
        value={query}
        onInput={setQuery}
        placeholder={commonWords().chooseSite}
        testId={testId}
      />
      <FoundUnits
        rest={rest}
        query={query}
        testId={`${testId}-found`}
        onChoose={({ id }) => {
          setQuery('');
          onChange(id);
        }}
      />
    </div>
  );
}
