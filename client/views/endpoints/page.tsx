import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { timeOfDay } from '../../i18n/formats.ts';
import { titleWords } from '../shared/titles.ts';
import { endpointWords } from './words.ts';
import { commonWords } from '../../i18n/common.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { sharedWords } from '../shared/words.ts';
import { everyPage } from '../../signaling/pages.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, ConfirmedButton, Dialog, Field, Select } from '../shared/controls.tsx';
import { Link } from '../shared/navigation.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ImportSheet } from '../shared/sheets/import-sheet.tsx';
import { ClearanceButton } from '../shared/clearance-button.tsx';
import { EndpointTags } from './endpoint-tags.tsx';
import { EndpointLine } from './endpoint-line.tsx';
import { usePolled } from '../../hooks/polled.ts';
import { unitName } from '../shared/units/unit-name.ts';

const pollMs = 60_000;

interface EndpointsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

interface Pairing {
  readonly endpoint: EndpointView;
  readonly code: string;
  readonly expiresAtMs: number;
}

/** All endpoints of the own subtree, and the codes that pair a device with one. */
export function EndpointsPage({ session, account }: EndpointsPageProps): JSX.Element {
  const { rest } = session;
  const [query, setQuery] = useState('');
  const [pairing, setPairing] = useState<Pairing>();
  const [lineOf, setLineOf] = useState<EndpointView>();
  const [tagsOf, setTagsOf] = useState<EndpointView>();
  const [tag, setTag] = useState('');
  const [importing, setImporting] = useState(false);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const ask = useCallback(
    () =>
      everyPage(
        (page) => rest.call('endpoint.list', { query: { limit: 2000, ...page } }),
        (before, next) => ({ ...next, endpoints: [...before.endpoints, ...next.endpoints] }),
      ),
    [rest],
  );
  const { value, error, refresh } = usePolled<'endpoint.list'>(ask, pollMs);
  const sought = fold(query);
  const all = value?.endpoints ?? [];
  const tags = [...new Set(all.flatMap((endpoint) => endpoint.tags))].sort((a, b) =>
    a.localeCompare(b, 'vi'),
  );
  const endpoints = all.filter(
    ({ name, siteName, parentSiteName, ...endpoint }) =>
      (tag === '' || endpoint.tags.includes(tag)) &&
      fold(`${name} ${siteName} ${parentSiteName ?? ''}`).includes(sought),
  );
  const pair = async (endpoint: EndpointView): Promise<void> => {
    const result = await rest.call('pairing.create', { body: { endpointId: endpoint.id } });
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) setPairing({ endpoint, ...result.value });
  };
  const revoke = async (endpointId: string): Promise<void> => {
    const result = await rest.call('device.revoke', { params: { endpointId } });
    setRefusal(result.ok ? undefined : result.error.code);
  };
  const clear = async (endpointId: string, cleared: boolean): Promise<void> => {
    const result = await rest.call('endpoint.setClearance', { params: { endpointId }, body: { cleared } });
    setRefusal(result.ok ? undefined : result.error.code);
    refresh();
  };
  const mayChange = permits('endpoint.administer', account.kind);
  const mayClear = permits('clearance.administer', account.kind);
  const problem = refusal ?? error;
  return (
    <>
      <div class="heading">
        <h1>
          {titleWords().endpoints} <span class="count">{endpoints.length}</span>
        </h1>
        {tags.length > 0 && (
          <Select
            label={endpointWords().tags}
            value={tag}
            onChange={setTag}
            testId="endpoint-tag"
            options={[
              { value: '', text: endpointWords().anyTag },
              ...tags.map((each) => ({ value: each, text: each })),
            ]}
          />
        )}
        <Field
          label={commonWords().search}
          value={query}
          onInput={setQuery}
          type="search"
          testId="endpoint-search"
        />
      </div>
      <div class="sheets">
        {mayChange && (
          <Button testId="import-endpoints" onPress={() => setImporting(true)}>
            {sheetWords().import}
          </Button>
        )}
        <ExportSheet
          rest={rest}
          name="sheet.endpoints"
          request={{}}
          fileName="diem-cau"
          testId="export-endpoints"
        />
      </div>
      {problem && <Alert>{errorWords()[problem]}</Alert>}
      <ul class="endpoints panel">
        {endpoints.map((endpoint) => (
          <li key={endpoint.id} data-testid="endpoint" data-endpoint={endpoint.id}>
            <span class="invitations__name">
              {endpoint.name}
              <small>{unitName(endpoint.siteName, endpoint.parentSiteName)}</small>
              {endpoint.email !== null && <small>{endpoint.email}</small>}
              {(endpoint.lineDownKbps ?? endpoint.lineUpKbps) !== null && (
                <small data-testid="line">
                  {endpointWords().lineOf(kbps(endpoint.lineDownKbps), kbps(endpoint.lineUpKbps))}
                </small>
              )}
              {endpoint.cleared && (
                <small data-testid="cleared">
                  <span class="badge badge--classified">{sharedWords().cleared}</span>
                </small>
              )}
              {endpoint.tags.length > 0 && (
                <small class="tags" data-testid="tags">
                  {endpoint.tags.map((each) => (
                    <span key={each} class="badge">
                      {each}
                    </span>
                  ))}
                </small>
              )}
            </span>
            <Link
              to={`/endpoints/${endpoint.id}/rehearsals`}
              class="button button--quiet"
              testId="rehearsals"
            >
              {titleWords().rehearsals}
            </Link>
            {mayChange && (
              <Button look="quiet" testId="change-tags" onPress={() => setTagsOf(endpoint)}>
                {endpointWords().tags}
              </Button>
            )}
            {mayChange && (
              <Button look="quiet" testId="change-line" onPress={() => setLineOf(endpoint)}>
                {endpointWords().details}
              </Button>
            )}
            {mayClear && (
              <ClearanceButton
                name={endpoint.name}
                cleared={endpoint.cleared}
                onChange={(cleared) => void clear(endpoint.id, cleared)}
              />
            )}
            <Button testId="pair" onPress={() => void pair(endpoint)}>
              {endpointWords().pairDevice}
            </Button>
            <ConfirmedButton
              look="quiet"
              question={endpointWords().unpairConfirm}
              confirm={endpointWords().unpairDevices}
              onConfirm={() => void revoke(endpoint.id)}
            >
              {endpointWords().unpairDevices}
            </ConfirmedButton>
          </li>
        ))}
      </ul>
      {importing && (
        <ImportSheet rest={rest} kind="endpoints" onClose={() => setImporting(false)} onImported={refresh} />
      )}
      {lineOf && (
        <EndpointLine
          rest={rest}
          endpoint={lineOf}
          onClose={() => setLineOf(undefined)}
          onChanged={() => {
            setLineOf(undefined);
            refresh();
          }}
        />
      )}
      {tagsOf && (
        <EndpointTags
          rest={rest}
          endpoint={tagsOf}
          onClose={() => setTagsOf(undefined)}
          onChanged={() => {
            setTagsOf(undefined);
            refresh();
          }}
        />
      )}
      {pairing && (
        <Dialog title={endpointWords().pairingTitle} onClose={() => setPairing(undefined)} testId="pairing">
          <p>
            <strong>{pairing.endpoint.name}</strong>
            <br />
            {unitName(pairing.endpoint.siteName, pairing.endpoint.parentSiteName)}
          </p>
          <p>{endpointWords().pairingSteps}</p>
          <p class="pairing__address">{location.origin}/room</p>
          <p class="pairing__code" data-testid="new-pairing-code">
            {pairing.code}
          </p>
          <p class="muted">{endpointWords().pairingValidUntil(timeOfDay(pairing.expiresAtMs))}</p>
          <div class="dialog__buttons">
            <Button look="primary" onPress={() => setPairing(undefined)}>
              {commonWords().close}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

const kbps = (known: number | null): string => (known === null ? '?' : String(known));
