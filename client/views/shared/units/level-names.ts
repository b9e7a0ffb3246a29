import type { z } from 'zod';
import type { level } from '../../../../protocol/rest/sites/sites.ts';
import { language } from '../../../i18n/language.ts';
import { useEffect, useState } from 'preact/hooks';
import type { Rest } from '../../../signaling/rest.ts';

export type Level = z.infer<typeof level>;

export const nameOfLevel = ({ nameVi, nameEn }: Level): string => (language.value === 'vi' ? nameVi : nameEn);

const none: readonly Level[] = [];

/** The names of all levels from the top down, once they are there. */
export function useLevelNames(rest: Rest, wanted: boolean): readonly string[] {
  const [levels, setLevels] = useState(none);
  useEffect(() => {
    if (!wanted) return;
    void rest.call('site.levels', {}).then((result) => {
      if (result.ok) setLevels(result.value.levels);
    });
  }, [rest, wanted]);
  return levels.map(nameOfLevel);
}
