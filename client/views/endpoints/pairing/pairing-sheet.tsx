import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RestResponse } from '../../../../protocol/rest/client-types.ts';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { mostPairings } from '../../../../protocol/rest/identity/devices.ts';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Checkbox, Dialog, Toggle } from '../../shared/controls.tsx';
import { type CodeLife, CodeLifeField } from './code-life.tsx';
import { CodeSlip } from './code-slip.tsx';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { pairingWords } from './words.ts';

interface PairingSheetProps {
  readonly rest: Rest;
  /** The rooms that the list shows, and those among them that have no device. */
  readonly endpoints: readonly EndpointView[];
  readonly unpaired: readonly EndpointView[];
  readonly onClose: () => void;
  readonly onMade: () => void;
}

/**
 * Codes for many rooms on one sheet to print. The page holds them until the dialog closes: the server cannot
 * show them again.
 */
export function PairingSheet(props: PairingSheetProps): JSX.Element {
  const { rest, endpoints, unpaired, onClose, onMade } = props;
  const words = pairingWords();
  const [life, setLife] = useState<CodeLife>('604800');
  const [onlyUnpaired, setOnlyUnpaired] = useState(true);
  const [layout, setLayout] = useState<'grid' | 'pages'>('grid');
  const [made, setMade] = useState<RestResponse<'pairing.createSheet'>>();
  const [error, setError] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const chosen = onlyUnpaired ? unpaired : endpoints;
  const make = async (): Promise<void> => {
    setBusy(true);
    const endpointIds = chosen.map(({ id }) => id);
    const result = await rest.call('pairing.createSheet', {
      body: { endpointIds, validForS: Number(life) },
    });
    setBusy(false);
    setError(result.ok ? undefined : result.error.code);
    if (!result.ok) return;
    setMade(result.value);
    onMade();
  };
  return (
    <Dialog title={words.sheetTitle} onClose={onClose} testId="pairing-sheet">
      {!made && (
        <div class="stacked">
          <Checkbox
            label={words.sheetOnlyUnpaired}
            checked={onlyUnpaired}
            onChange={setOnlyUnpaired}
            testId="sheet-unpaired"
          />
          <p data-testid="sheet-count">
            {chosen.length === 0 ? words.sheetNone : words.sheetFor(chosen.length)}
          </p>
          {chosen.length > mostPairings && <Alert>{words.sheetTooMany(mostPairings)}</Alert>}
          <CodeLifeField value={life} onChange={setLife} />
          <p class="muted">{words.sheetWarning}</p>
          {error && <Alert>{errorWords()[error]}</Alert>}
        </div>
      )}
      {made && (
        <>
          <Toggle
            label={words.layout}
            value={layout}
            onChange={setLayout}
            options={[
              { value: 'grid', text: words.layouts.grid },
              { value: 'pages', text: words.layouts.pages },
            ]}
            testId="sheet-layout"
          />
          <p class="muted">{words.sheetWarning}</p>
          <div class={`code-sheet code-sheet--${layout}`} data-testid="code-sheet">
            {made.codes.map(({ endpointId, code }) => {
              const endpoint = endpoints.find(({ id }) => id === endpointId);
              return (
                endpoint && (
                  <CodeSlip key={endpointId} endpoint={endpoint} code={code} expiresAtMs={made.expiresAtMs} />
                )
              );
            })}
          </div>
        </>
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{made ? commonWords().close : commonWords().cancel}</Button>
        {made ? (
          <Button look="primary" testId="sheet-print" onPress={() => print()}>
            {words.print}
          </Button>
        ) : (
          <Button
            look="primary"
            testId="sheet-make"
            disabled={busy || chosen.length === 0 || chosen.length > mostPairings}
            onPress={() => void make()}
          >
            {words.makeSheet}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
