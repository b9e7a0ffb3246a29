import type { JSX } from 'preact';
import { fold } from '../../../../domain/sites/fold.ts';
import type { EndedSite, SiteView } from '../../../../protocol/rest/sites/sites.ts';
import { dateOf } from '../../../i18n/formats.ts';
import { unitEndingWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';
import { Alert } from '../../shared/controls.tsx';
import type { Polled } from '../../../hooks/polled.ts';
import { unitName } from '../../shared/units/unit-name.ts';

interface EndedUnitsProps {
  readonly asked: Pick<Polled<{ readonly sites: readonly EndedSite[] }>, 'value' | 'error'>;
  readonly query: string;
  readonly standing: readonly SiteView[];
  /** Whether a unit belongs to the reader's own; `siteById` also holds ended units. */
  readonly isOwn: (site: SiteView, siteById: ReadonlyMap<string, SiteView>) => boolean;
  readonly levelName: (levelId: string) => string;
}

/** The units that have ended, the latest first, each with its successors. */
export function EndedUnits({
  asked: { value, error },
  query,
  standing,
  isOwn,
  levelName,
}: EndedUnitsProps): JSX.Element {
  const words = unitEndingWords();
  const ended = value?.sites ?? [];
  const siteById = new Map([...ended, ...standing].map((site) => [site.id, site]));
  const sought = fold(query);
  const units = ended
    .map((site) => ({ ...site, fullName: unitName(site.name, site.parentName) }))
    .filter((site) => isOwn(site, siteById) && fold(`${site.code} ${site.fullName}`).includes(sought));
  return (
    <>
      {error && <Alert>{errorWords()[error]}</Alert>}
      {value && units.length === 0 && <p>{sought === '' ? words.noEnded : commonWords().nothingFound}</p>}
      {units.length > 0 && (
        <ul class="endpoints panel">
          {units.map(({ id, code, levelId, fullName, validTo, became }) => (
            <li key={id} data-testid="ended-unit" data-site={id}>
              <span class="invitations__name">
                {fullName}
                <small>
                  {levelName(levelId)}, {code}
                </small>
                <small>
                  {[
                    words.endedOn(dateOf(validTo ?? '')),
                    ...became.map(({ kind, to }) =>
                      words.became[kind](`${unitName(to.name, to.parentName)} (${to.code})`),
                    ),
                  ].join('; ')}
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
