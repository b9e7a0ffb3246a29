import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { RestResponse } from '../../../protocol/rest/client-types.ts';
import { usePolled } from '../../hooks/polled.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { NameDialog } from '../shared/name-dialog.tsx';
import { titleWords } from '../shared/titles.ts';
import type { FoundUnit } from '../shared/units/found-units.tsx';
import { UnitSearch } from '../shared/units/unit-search.tsx';
import { BridgeRow } from './bridge-row.tsx';
import { NewCode } from './new-code.tsx';
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
  const [units, setUnits] = useState<readonly FoundUnit[]>([]);
  const [made, setMade] = useState<Made>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const problem = refusal ?? error;
  const remove = async (bridgeId: string): Promise<void> => {
    const result = await rest.call('bridge.remove', { params: { bridgeId } });
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
      {value?.bridges.length === 0 && <p class="muted">{words.none}</p>}
      {value && value.bridges.length > 0 && (
        <ul class="endpoints panel">
          {value.bridges.map((bridge) => (
            <BridgeRow
              key={bridge.id}
              bridge={bridge}
              onNewCode={() => void renew(bridge.id, bridge.name)}
              onRemove={() => void remove(bridge.id)}
            />
          ))}
        </ul>
      )}
      {isAdding && (
        <NameDialog
          title={words.add}
          label={words.name}
          initial=""
          testId="bridge"
          onClose={() => {
            setAdding(false);
            setUnits([]);
          }}
          onSave={async (name) => {
            const siteId = units[0]?.id ?? null;
            const result = await rest.call('bridge.create', { body: { name, siteId } });
            if (!result.ok) return result.error;
            setAdding(false);
            setUnits([]);
            setMade({ name, answer: result.value });
            refresh();
            return undefined;
          }}
        >
          <UnitSearch
            label={words.unit}
            rest={rest}
            chosen={units}
            onChange={(chosen) => setUnits(chosen.slice(-1))}
            testId="bridge-unit"
          />
        </NameDialog>
      )}
      {made && <NewCode name={made.name} made={made.answer} onClose={() => setMade(undefined)} />}
    </>
  );
}
