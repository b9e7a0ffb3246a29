import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import { usePolled } from '../../hooks/polled.ts';
import { everyPage } from '../../signaling/pages.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Field, Select } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ImportSheet } from '../shared/sheets/import-sheet.tsx';
import { useOwnUnits } from '../shared/units/own-units.ts';
import { EndpointDialog, type OpenedEndpoint } from './endpoint-dialogs.tsx';
import { EndpointRow } from './endpoint-row.tsx';
import { type EndpointsFilter, filterEndpoints, hasNoDevice, tagsIn } from './filter-endpoints.ts';
import { NewEndpoint } from './new-endpoint.tsx';
import { PairingSheet } from './pairing/pairing-sheet.tsx';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import { endpointWords } from './words.ts';
import { pairingWords } from './pairing/words.ts';
import { roomFormWords } from './form-words.ts';
import { titleWords } from '../shared/titles.ts';

const pollMs = 60_000;
/** Often enough to watch a room being paired. */
const statesPollMs = 10_000;

interface EndpointsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** All rooms of the own subtree: what is known of each, its device, and how it gets one. */
export function EndpointsPage({ session, account }: EndpointsPageProps): JSX.Element {
  const { rest } = session;
  const [filter, setFilter] = useState<EndpointsFilter>({ query: '', tag: '', state: 'any' });
  const [opened, setOpened] = useState<OpenedEndpoint>();
  const [dialog, setDialog] = useState<'import' | 'add' | 'sheet'>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const ask = useCallback(
    () =>
      everyPage(
        (page) => rest.call('endpoint.list', { query: { limit: 2000, ...page } }),
        (before, next) => ({ ...next, endpoints: [...before.endpoints, ...next.endpoints] }),
      ),
    [rest],
  );
  const askStates = useCallback(() => rest.call('device.states', {}), [rest]);
  const { value, error, refresh } = usePolled<'endpoint.list'>(ask, pollMs);
  const states = usePolled<'device.states'>(askStates, statesPollMs);
  const { own } = useOwnUnits(rest, account);
  const all = value?.endpoints ?? [];
  const deviceOf = new Map(states.value?.devices.map((device) => [device.endpointId, device]));
  const endpoints = filterEndpoints(all, deviceOf, filter);
  const changed = (): void => {
    refresh();
    states.refresh();
  };
  const close = (): void => setDialog(undefined);
  const unpair = async (endpointId: string): Promise<void> => {
    const result = await rest.call('device.revoke', { params: { endpointId } });
    setRefusal(result.ok ? undefined : result.error.code);
    changed();
  };
  const clear = async (endpointId: string, cleared: boolean): Promise<void> => {
    const result = await rest.call('endpoint.setClearance', { params: { endpointId }, body: { cleared } });
    setRefusal(result.ok ? undefined : result.error.code);
    changed();
  };
  const mayChange = permits('endpoint.administer', account.kind);
  const mayClear = permits('clearance.administer', account.kind);
  const problem = refusal ?? error ?? states.error;
  return (
    <>
      <div class="heading">
        <h1>
          {titleWords().endpoints} <span class="count">{endpoints.length}</span>
        </h1>
        <Filters filter={filter} tags={tagsIn(all)} onChange={setFilter} />
      </div>
      <div class="sheets">
        {mayChange && (
          <Button look="primary" testId="endpoint-add" onPress={() => setDialog('add')}>
            {roomFormWords().add}
          </Button>
        )}
        <Button testId="pairing-sheet-open" onPress={() => setDialog('sheet')}>
          {pairingWords().sheet}
        </Button>
        {mayChange && (
          <Button testId="import-endpoints" onPress={() => setDialog('import')}>
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
      {states.value && <p class="muted">{countsOf([...deviceOf.values()].map(({ state }) => state))}</p>}
      {value && endpoints.length === 0 && (
        <p>{all.length === 0 ? roomFormWords().none : commonWords().nothingFound}</p>
      )}
      {endpoints.length > 0 && (
        <ul class="endpoints panel">
          {endpoints.map((endpoint) => (
            <EndpointRow
              key={endpoint.id}
              endpoint={endpoint}
              device={deviceOf.get(endpoint.id)}
              mayChange={mayChange}
              mayClear={mayClear}
              onAction={(action) => setOpened({ action, endpoint })}
              onClear={(cleared) => void clear(endpoint.id, cleared)}
              onUnpair={() => void unpair(endpoint.id)}
            />
          ))}
        </ul>
      )}
      {dialog === 'import' && (
        <ImportSheet rest={rest} kind="endpoints" onClose={close} onImported={changed} />
      )}
      {dialog === 'add' && (
        <NewEndpoint
          rest={rest}
          units={own}
          all={all}
          onClose={close}
          onDone={() => {
            close();
            changed();
          }}
        />
      )}
      {dialog === 'sheet' && (
        <PairingSheet
          rest={rest}
          endpoints={endpoints}
          unpaired={endpoints.filter(({ id }) => hasNoDevice(deviceOf.get(id)))}
          onClose={close}
          mails={states.value?.mailsCodes ?? false}
          onMade={states.refresh}
        />
      )}
      {opened && (
        <EndpointDialog
          key={`${opened.action} ${opened.endpoint.id}`}
          rest={rest}
          opened={opened}
          all={all}
          units={own}
          onOpen={setOpened}
          onChanged={changed}
        />
      )}
    </>
  );
}

interface FiltersProps {
  readonly filter: EndpointsFilter;
  readonly tags: readonly string[];
  readonly onChange: (filter: EndpointsFilter) => void;
}

function Filters({ filter, tags, onChange }: FiltersProps): JSX.Element {
  const { states } = pairingWords();
  return (
    <>
      <Select
        label={pairingWords().state}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
        testId="endpoint-state"
        options={[
          { value: 'any', text: pairingWords().anyState },
          { value: 'online', text: states.online },
          { value: 'paired', text: states.paired },
          { value: 'unpaired', text: states.unpaired },
          { value: 'never', text: states.never },
        ]}
      />
      {tags.length > 0 && (
        <Select
          label={endpointWords().tags}
          value={filter.tag}
          onChange={(tag) => onChange({ ...filter, tag })}
          testId="endpoint-tag"
          options={[
            { value: '', text: endpointWords().anyTag },
            ...tags.map((each) => ({ value: each, text: each })),
          ]}
        />
      )}
      <Field
        label={commonWords().search}
        value={filter.query}
        onInput={(query) => onChange({ ...filter, query })}
        type="search"
        testId="endpoint-search"
      />
    </>
  );
}

function countsOf(states: readonly string[]): string {
  const count = (state: string): number => states.filter((each) => each === state).length;
  return pairingWords().counts(count('online'), count('paired'), count('unpaired') + count('never'));
}
