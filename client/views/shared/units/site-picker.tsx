import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Field } from '../controls.tsx';
import { FoundUnits } from './found-units.tsx';
import type { FoundUnit } from './found-units.tsx';

interface SitePickerProps {
  readonly rest: Rest;
  /** By default, that of the unit that organises. */
  readonly label?: string;
  readonly chosen: FoundUnit | undefined;
  readonly onChoose: (site: FoundUnit | undefined) => void;
}

/** The unit that organises: the planner's own, until another is chosen. */
export function useOwnSite(
  rest: Rest,
  siteId: string | null,
): readonly [FoundUnit | undefined, (site: FoundUnit | undefined) => void] {
  const [site, setSite] = useState<FoundUnit>();
  useEffect(() => {
    if (siteId === null) return;
    void rest.call('site.get', { params: { siteId } }).then((result) => {
      if (result.ok) setSite({ id: siteId, name: result.value.site.name });
    });
  }, [rest, siteId]);
  return [site, setSite];
}

/** Finds one unit by a part of its name, with or without accents. */
export function SitePicker({
  rest,
  label = commonWords().organisingSite,
  chosen,
  onChoose,
}: SitePickerProps): JSX.Element {
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const isPressed = useRef(false);
  // The pressed button is replaced by what the other state has.
  useLayoutEffect(() => {
    if (!isPressed.current) return;
    isPressed.current = false;
    box.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [chosen]);
  const choose = (site: FoundUnit | undefined): void => {
    isPressed.current = true;
    onChoose(site);
  };
  if (chosen) {
    return (
      <div class="field" ref={box}>
        <span class="field__label">{label}</span>
        <div class="picked">
          <strong>{chosen.name}</strong>
          <Button look="quiet" onPress={() => choose(undefined)}>
            {commonWords().change}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div ref={box}>
      <Field
        label={label}
        placeholder={commonWords().chooseSite}
        value={query}
        onInput={setQuery}
        type="search"
        testId="site-search"
      />
      <FoundUnits rest={rest} query={query} onChoose={choose} testId="site" />
    </div>
  );
}
