import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { BridgeView } from '../../../protocol/rest/bridges.ts';
import type { RestResponse } from '../../../protocol/rest/client-types.ts';
import { usePolled } from '../../hooks/polled.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Result } from '../../signaling/result.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { titleWords } from '../shared/titles.ts';
import type { FoundUnit } from '../shared/units/found-units.tsx';
import { BridgeDialog } from './bridge-dialog.tsx';
import { warningsOf } from './bridge-notes.tsx';
import { BridgeRow } from './bridge-row.tsx';
import { NewCode } from './new-code.tsx';
import { Uplinks } from './uplinks.tsx';
import { bridgeWords } from './words.ts';

const pollMs = 2_000;

interface Made {
  readonly name: string;
  readonly answer: RestResponse<'bridge.create'>;
}

/** The bridges of the whole system: paired by a code, watched, removed. */
export function BridgesPage({ session: { rest } }: { readonly session: AccountSession }): JSX.Element {
  const words = bridgeWords();
  const ask = useCallback(() => rest.call('bridge.list', {}), [rest]);
  const { value, error, refresh } = usePolled<'bridge.list'>(ask, pollMs);
  const [isAdding, setAdding] = useState(false);
  const [changing, setChanging] = useState<BridgeView>();
  const [made, setMade] = useState<Made>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const problem = refusal ?? error;
  const done = async (asked: Promise<Result<unknown>>): Promise<void> => {
    const result = await asked;
    setRefusal(result.ok ? undefined : result.error.code);
    refresh();
  };
  const renew = async (bridgeId: string, name: string): Promise<void> => {
    const result = await rest.call('bridge.renewCode', { params: { bridgeId } });
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) setMade({ name, answer: result.value });
    refresh();
  };
  return (
    <>
      <div class="heading">
        <h1>{titleWords().bridges}</h1>
        <div class="heading__actions">
          <Button look="primary" testId="bridge-add" onPress={() => setAdding(true)}>
            {words.add}
          </Button>
        </div>
      </div>
      <p class="muted">{words.hint}</p>
      {problem && <Alert>{errorWords()[problem]}</Alert>}
      {value?.isUsed === false && <p role="status">{words.notUsed}</p>}
      {warningsOf(value?.bridges ?? []).map((warning) => (
        <p key={warning} class="bridges__warning" role="status" data-testid="bridges-warning">
          {warning}
        </p>
      ))}
      {value?.bridges.length === 0 && <p class="muted">{words.none}</p>}
      {value && value.bridges.length > 0 && (
        <ul class="endpoints panel">
          {value.bridges.map((bridge) => (
            <BridgeRow
              key={bridge.id}
              bridge={bridge}
              onChange={() => setChanging(bridge)}
              onDrain={() => void done(rest.call('bridge.drain', { params: { bridgeId: bridge.id } }))}
              onUndrain={() => void done(rest.call('bridge.undrain', { params: { bridgeId: bridge.id } }))}
              onNewCode={() => void renew(bridge.id, bridge.name)}
              onRemove={() => void done(rest.call('bridge.remove', { params: { bridgeId: bridge.id } }))}
            />
          ))}
        </ul>
      )}
      <Uplinks rest={rest} />
      {isAdding && (
        <BridgeDialog
          title={words.add}
          rest={rest}
          onClose={() => setAdding(false)}
          onSave={async (name, siteId) => {
            const result = await rest.call('bridge.create', { body: { name, siteId } });
            if (!result.ok) return result.error;
            setAdding(false);
            setMade({ name, answer: result.value });
            refresh();
            return undefined;
          }}
        />
      )}
      {changing && (
        <BridgeDialog
          title={words.changeTitle}
          rest={rest}
          name={changing.name}
          unit={unitOf(changing)}
          onClose={() => setChanging(undefined)}
          onSave={async (name, siteId) => {
            const change = { params: { bridgeId: changing.id }, body: { name, siteId } };
            const result = await rest.call('bridge.change', change);
            if (!result.ok) return result.error;
            setChanging(undefined);
            refresh();
            return undefined;
          }}
        />
      )}
      {made && <NewCode name={made.name} made={made.answer} onClose={() => setMade(undefined)} />}
    </>
  );
}

const unitOf = ({ siteId, siteName }: BridgeView): FoundUnit | undefined =>
  siteId !== null && siteName !== null ? { id: siteId, name: siteName } : undefined;
