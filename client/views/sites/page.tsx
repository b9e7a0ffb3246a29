import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { likelyDoubles } from '../../../domain/sites/doubles.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { RecordKind } from '../../../protocol/rest/sheets.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Field, Toggle } from '../shared/controls.tsx';
import { usePolled } from '../../hooks/polled.ts';
import { Link } from '../shared/navigation.tsx';
import { EditUnit } from './edit-unit.tsx';
import { EndedUnits } from './endings/ended-units.tsx';
import { LikelyDoubles } from './endings/likely-doubles.tsx';
import { MergeUnits } from './endings/merge-units.tsx';
import type { NamedUnit, UnitPair } from '../shared/units/named-unit.ts';
import { NewUnit } from './new-unit.tsx';
import { useOwnUnits } from '../shared/units/own-units.ts';
import { RetireUnit } from './endings/retire-unit.tsx';
import { type Level, nameOfLevel } from '../shared/units/level-names.ts';
import { originsIn } from './origins.ts';
import { type UnitAction, UnitRow } from './unit-row.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ImportSheet } from '../shared/sheets/import-sheet.tsx';
import { SiteContacts } from './site-contacts.tsx';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import { unitFormWords } from './unit-words.ts';
import { unitEndingWords } from './endings/words.ts';
import { titleWords } from '../shared/titles.ts';

const pollMs = 60_000;

interface SitesPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The units of the own subtree, ended ones too, their contacts, and the spreadsheets of both. */
export function SitesPage({ session, account }: SitesPageProps): JSX.Element {
  const { rest } = session;
  const [query, setQuery] = useState('');
  const [importing, setImporting] = useState<RecordKind>();
  const [opened, setOpened] = useState<{ readonly action: UnitAction; readonly unit: NamedUnit }>();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<'standing' | 'ended'>('standing');
  const [doublesMerged, setDoublesMerged] = useState<readonly UnitPair[]>();
  const { all, own, isOwn, isThere, error, refresh } = useOwnUnits(rest, account);
  const askLevels = useCallback(() => rest.call('site.levels', {}), [rest]);
  const askEnded = useCallback(() => rest.call('site.ended', {}), [rest]);
  const ended = usePolled<'site.ended'>(askEnded, pollMs);
  const originsOf = originsIn(ended.value?.sites ?? []);
  const levels = usePolled<'site.levels'>(askLevels, pollMs).value?.levels ?? [];
  const sought = fold(query);
  const units = own.filter(({ code, fullName }) => fold(`${code} ${fullName}`).includes(sought));
  const mayChange = permits('endpoint.administer', account.kind);
  const mayAdminister = permits('site.administer', account.kind);
  const doubles = mayAdminister
    ? likelyDoubles(own, (levelId) => levels.find(({ id }) => id === levelId)?.rank ?? 0)
    : [];
  const merging = opened?.action === 'merge' ? opened.unit : doublesMerged;
  const close = (): void => {
    setAdding(false);
    setOpened(undefined);
    setDoublesMerged(undefined);
  };
  const refreshAll = (): void => {
    refresh();
    ended.refresh();
  };
  const closeAndRefresh = (): void => {
    close();
    refreshAll();
  };
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
        {mayAdminister && levels.length > 0 && (
          <Button look="primary" testId="unit-add" onPress={() => setAdding(true)}>
            {unitFormWords().add}
          </Button>
        )}
        {permits('site.import', account.kind) && (
          <Button testId="import-sites" onPress={() => setImporting('sites')}>
            {sheetWords().importOf(sheetWords().kinds.sites)}
          </Button>
        )}
        {permits('site.import', account.kind) && (
          <Link to="/sites/reform" class="button button--plain" testId="reform-link">
            {titleWords().reform}
          </Link>
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
      {doubles.length > 0 && <LikelyDoubles doubles={doubles} onMerge={setDoublesMerged} />}
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
          asked={ended}
          query={query}
          standing={all}
          isOwn={isOwn}
          levelName={(levelId) => levelName(levels, levelId)}
        />
      )}
      {shown === 'standing' && isThere && units.length === 0 && (
        <p>{own.length === 0 ? unitFormWords().none : commonWords().nothingFound}</p>
      )}
      {shown === 'standing' && units.length > 0 && (
        <ul class="endpoints panel units">
          {units.map((site) => (
            <UnitRow
              key={site.id}
              unit={site}
              levelName={levelName(levels, site.levelId)}
              origins={originsOf(site.id)}
              mayAdminister={mayAdminister}
              onAction={(action) => setOpened({ action, unit: site })}
            />
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
      {adding && (
        <NewUnit rest={rest} levels={levels} all={all} own={own} onClose={close} onDone={closeAndRefresh} />
      )}
      {opened?.action === 'edit' && (
        <EditUnit
          rest={rest}
          unit={opened.unit}
          levels={levels}
          all={all}
          own={own}
          onClose={close}
          onDone={closeAndRefresh}
        />
      )}
      {opened?.action === 'contacts' && (
        <SiteContacts
          rest={rest}
          siteId={opened.unit.id}
          siteName={opened.unit.fullName}
          mayChange={mayChange}
          onClose={close}
        />
      )}
      {opened?.action === 'retire' && (
        <RetireUnit rest={rest} unit={opened.unit} onClose={close} onDone={refreshAll} />
      )}
      {merging && (
        <MergeUnits rest={rest} wish={merging} candidates={own} onClose={close} onDone={refreshAll} />
      )}
    </>
  );
}

function levelName(levels: readonly Level[], levelId: string): string {
  const level = levels.find(({ id }) => id === levelId);
  return level ? nameOfLevel(level) : levelId;
}
