import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { fold } from '../../../domain/sites/fold.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/session.ts';
import type { SheetKind } from '../../../protocol/rest/sheets.ts';
import type { SiteView } from '../../../protocol/rest/sites.ts';
import { language, t } from '../../i18n/messages.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Field } from '../controls.tsx';
import { Frame } from '../home/frame.tsx';
import { usePolled } from '../home/polled.ts';
import { unitName } from '../home/unit-name.ts';
import { ExportSheet } from './export-sheet.tsx';
import { ImportSheet } from './import-sheet.tsx';
import { SiteContacts } from './site-contacts.tsx';

const pollMs = 60_000;

interface SitesPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The units of one's subtree, whom to telephone there, and the spreadsheets of both. */
export function SitesPage({ session, account }: SitesPageProps): JSX.Element {
  const { rest } = session;
  const [query, setQuery] = useState('');
  const [importing, setImporting] = useState<SheetKind>();
  const [opened, setOpened] = useState<SiteView>();
  const ask = useCallback(() => rest.call('site.list', {}), [rest]);
  const askLevels = useCallback(() => rest.call('site.levels', {}), [rest]);
  const { value, error, refresh } = usePolled<'site.list'>(ask, pollMs);
  const levels = usePolled<'site.levels'>(askLevels, pollMs).value?.levels ?? [];
  const all = value?.sites ?? [];
  const byId = new Map(all.map((site) => [site.id, site]));
  const named = ({ name, parentId }: SiteView): string =>
    unitName(name, byId.get(parentId ?? '')?.name ?? null);
  const isOwn = (site: SiteView | undefined): boolean =>
    account.siteId === null ||
    (site !== undefined && (site.id === account.siteId || isOwn(byId.get(site.parentId ?? ''))));
  const sought = fold(query);
  const units = all.filter((site) => isOwn(site) && fold(`${site.code} ${named(site)}`).includes(sought));
  const mayChange = permits('endpoint.administer', account.kind);
  return (
    <Frame session={session} account={account}>
      <div class="heading">
        <h1>
          {t().sheets.units} <span class="count">{units.length}</span>
        </h1>
        <Field label={t().search} value={query} onInput={setQuery} type="search" testId="unit-search" />
      </div>
      <div class="sheets">
        {permits('site.import', account.kind) && (
          <Button testId="import-sites" onPress={() => setImporting('sites')}>
            {t().sheets.importOf(t().sheets.kinds.sites)}
          </Button>
        )}
        {mayChange && (
          <Button testId="import-contacts" onPress={() => setImporting('contacts')}>
            {t().sheets.importOf(t().sheets.kinds.contacts)}
          </Button>
        )}
        <ExportSheet
          rest={rest}
          name="sheet.sites"
          request={{}}
          fileName="don-vi"
          label={t().sheets.exportOf(t().sheets.kinds.sites)}
          testId="export-sites"
        />
        <ExportSheet
          rest={rest}
          name="sheet.contacts"
          request={{}}
          fileName="lien-he"
          label={t().sheets.exportOf(t().sheets.kinds.contacts)}
          testId="export-contacts"
        />
      </div>
      {error && <Alert>{t().errors[error]}</Alert>}
      <ul class="endpoints panel">
        {units.map((site) => (
          <li key={site.id} data-testid="unit" data-site={site.id}>
            <span class="invitations__name">
              {named(site)}
              <small>
                {levelName(levels, site.levelId)}, {site.code}
              </small>
            </span>
            <Button
              label={`${t().sheets.contacts}: ${named(site)}`}
              testId="unit-contacts"
              onPress={() => setOpened(site)}
            >
              {t().sheets.contacts}
            </Button>
          </li>
        ))}
      </ul>
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
          siteName={named(opened)}
          mayChange={mayChange}
          onClose={() => setOpened(undefined)}
        />
      )}
    </Frame>
  );
}

function levelName(
  levels: readonly { readonly id: string; readonly nameVi: string; readonly nameEn: string }[],
  levelId: string,
): string {
  const level = levels.find(({ id }) => id === levelId);
  return (language.value === 'vi' ? level?.nameVi : level?.nameEn) ?? levelId;
}
