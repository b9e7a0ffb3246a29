import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { likelyDoubles } from '../../../domain/sites/doubles.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { SheetKind } from '../../../protocol/rest/sheets.ts';
import type { SiteView } from '../../../protocol/rest/sites/sites.ts';
import { dateOf } from '../../i18n/formats.ts';
import { language } from '../../i18n/language.ts';
import { titleWords } from '../shared/titles.ts';
import { commonWords } from '../../i18n/common.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { unitEndingWords } from './endings/words.ts';
import { siteWords } from './words.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Field, Toggle } from '../shared/controls.tsx';
import { usePolled } from '../../hooks/polled.ts';
import { unitName } from '../shared/units/unit-name.ts';
import { EndedUnits } from './endings/ended-units.tsx';
import { LikelyDoubles } from './endings/likely-doubles.tsx';
import { MergeUnits } from './endings/merge-units.tsx';
import type { NamedUnit, UnitPair } from './endings/named-unit.ts';
import { RetireUnit } from './endings/retire-unit.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ImportSheet } from '../shared/sheets/import-sheet.tsx';
import { SiteContacts } from './site-contacts.tsx';

const pollMs = 60_000;
const none: readonly SiteView[] = [];

interface SitesPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The units of the own subtree, ended ones too, their contacts, and the spreadsheets of both. */
export function SitesPage({ session, account }: SitesPageProps): JSX.Element {
  const { rest } = session;
  const [query, setQuery] = useState('');
  const [importing, setImporting] = useState<SheetKind>();
  const [opened, setOpened] = useState<NamedUnit>();
  const [shown, setShown] = useState<'standing' | 'ended'>('standing');
  const [retiring, setRetiring] = useState<NamedUnit>();
  const [merging, setMerging] = useState<readonly UnitPair[] | NamedUnit>();
  const ask = useCallback(() => rest.call('site.list', {}), [rest]);
  const askLevels = useCallback(() => rest.call('site.levels', {}), [rest]);
  const { value, error, refresh } = usePolled<'site.list'>(ask, pollMs);
  const levels = usePolled<'site.levels'>(askLevels, pollMs).value?.levels ?? [];
  const all = value?.sites ?? none;
  const byId = new Map(all.map((site) => [site.id, site]));
  const isOwn = (site: SiteView | undefined, siteById: ReadonlyMap<string, SiteView> = byId): boolean =>
    account.siteId === null ||
    (site !== undefined &&
      (site.id === account.siteId || isOwn(siteById.get(site.parentId ?? ''), siteById)));
  const own = all
    .filter((site) => isOwn(site))
    .map((site) => ({ ...site, fullName: unitName(site.name, byId.get(site.parentId ?? '')?.name ?? null) }));
  const sought = fold(query);
  const units = own.filter(({ code, fullName }) => fold(`${code} ${fullName}`).includes(sought));
  const mayChange = permits('endpoint.administer', account.kind);
  const mayEnd = permits('site.administer', account.kind);
  const doubles = mayEnd
    ? likelyDoubles(own, (levelId) => levels.find(({ id }) => id === levelId)?.rank ?? 0)
    : [];
  return (
    <>
      <div class="heading">
        <h1>
          {titleWords().sites} {shown === 'standing' && <span class="count">{units.length}</span>}
        </h1>
        <Field
          label={commonWords().search}
          value={query}
          onInput={setQuery}
          type="search"
          testId="unit-search"
        />
      </div>
      <div class="sheets">
        {permits('site.import', account.kind) && (
          <Button testId="import-sites" onPress={() => setImporting('sites')}>
            {sheetWords().importOf(sheetWords().kinds.sites)}
          </Button>
        )}
        {mayChange && (
          <Button testId="import-contacts" onPress={() => setImporting('contacts')}>
            {sheetWords().importOf(sheetWords().kinds.contacts)}
          </Button>
        )}
        <ExportSheet
          rest={rest}
          name="sheet.sites"
          request={{}}
          fileName="don-vi"
          label={sheetWords().exportOf(sheetWords().kinds.sites)}
          testId="export-sites"
        />
        <ExportSheet
          rest={rest}
          name="sheet.contacts"
          request={{}}
          fileName="lien-he"
          label={sheetWords().exportOf(sheetWords().kinds.contacts)}
          testId="export-contacts"
        />
      </div>
      {error && <Alert>{errorWords()[error]}</Alert>}
      {doubles.length > 0 && <LikelyDoubles doubles={doubles} onMerge={setMerging} />}
      <Toggle
        label={unitEndingWords().shown}
        value={shown}
        options={[
          { value: 'standing', text: unitEndingWords().standing },
          { value: 'ended', text: unitEndingWords().ended },
        ]}
        onChange={setShown}
        testId="units-shown"
      />
      {shown === 'ended' && (
        <EndedUnits
          rest={rest}
          query={query}
          standing={all}
          isOwn={isOwn}
          levelName={(levelId) => levelName(levels, levelId)}
        />
      )}
      {shown === 'standing' && value && units.length === 0 && <p>{commonWords().nothingFound}</p>}
      {shown === 'standing' && units.length > 0 && (
        <ul class="endpoints panel units">
          {units.map((site) => (
            <li key={site.id} data-testid="unit" data-site={site.id}>
              <span class="invitations__name">
                {site.fullName}
                <small>
                  {levelName(levels, site.levelId)}, {site.code}
                </small>
                {site.validTo !== null && (
                  <small data-testid="unit-ends">{unitEndingWords().endsOn(dateOf(site.validTo))}</small>
                )}
              </span>
              <Button
                label={`${siteWords().contacts}: ${site.fullName}`}
                testId="unit-contacts"
                onPress={() => setOpened(site)}
              >
                {siteWords().contacts}
              </Button>
              {mayEnd && (
                <>
                  <Button
                    label={unitEndingWords().mergeOf(site.fullName)}
                    testId="unit-merge"
                    onPress={() => setMerging(site)}
                  >
                    {unitEndingWords().merge}
                  </Button>
                  <Button
                    label={unitEndingWords().retireOf(site.fullName)}
                    testId="unit-retire"
                    onPress={() => setRetiring(site)}
                  >
                    {unitEndingWords().retire}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {importing && (
        <ImportSheet
          rest={rest}
          kind={importing}
          onClose={() => setImporting(undefined)}
          onImported={refresh}
        />
      )}
      {opened && (
        <SiteContacts
          rest={rest}
          siteId={opened.id}
          siteName={opened.fullName}
          mayChange={mayChange}
          onClose={() => setOpened(undefined)}
        />
      )}
      {retiring && (
        <RetireUnit rest={rest} unit={retiring} onClose={() => setRetiring(undefined)} onDone={refresh} />
      )}
      {merging && (
        <MergeUnits
          rest={rest}
          wish={merging}
          candidates={own}
          onClose={() => setMerging(undefined)}
          onDone={refresh}
        />
      )}
    </>
  );
}

function levelName(
  levels: readonly { readonly id: string; readonly nameVi: string; readonly nameEn: string }[],
  levelId: string,
): string {
  const level = levels.find(({ id }) => id === levelId);
  return (language.value === 'vi' ? level?.nameVi : level?.nameEn) ?? levelId;
}
