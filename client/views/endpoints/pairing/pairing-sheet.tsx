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
import { makeCodes } from './make-codes.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { pairingWords } from './words.ts';

interface PairingSheetProps {
  readonly rest: Rest;
  /** The rooms that the list shows, and those among them that have no device. */
  readonly endpoints: readonly EndpointView[];
  readonly unpaired: readonly EndpointView[];
  /** Whether codes can be mailed. */
  readonly mails: boolean;
  readonly onClose: () => void;
  readonly onMade: () => void;
}

type Delivery = 'show' | 'mail';

interface MadeSheet extends RestResponse<'pairing.createSheet'> {
  readonly deliver: Delivery;
}

/**
 * Codes for many rooms on one sheet to print. The page holds them until the dialog closes: the server cannot
 * show them again.
 */
export function PairingSheet(props: PairingSheetProps): JSX.Element {
  const { rest, endpoints, unpaired, mails, onClose, onMade } = props;
  const words = pairingWords();
  const [life, setLife] = useState<CodeLife>('604800');
  const [onlyUnpaired, setOnlyUnpaired] = useState(true);
  const [made, setMade] = useState<MadeSheet>();
  const [error, setError] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const chosen = onlyUnpaired ? unpaired : endpoints;
  // After all codes have been mailed, there is nothing to print.
  const hasSlips = made !== undefined && made.codes.length > 0;
  const make = async (deliver: Delivery): Promise<void> => {
    setBusy(true);
    const result = await makeCodes(
      rest,
      chosen.map(({ id }) => id),
      Number(life),
      deliver,
    );
    setBusy(false);
    setError(result.error);
    if (result.made === undefined) return;
    setMade({ ...result.made, deliver });
    onMade();
  };
  return (
    <Dialog title={words.sheetTitle} onClose={onClose}>
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
        </div>
      )}
      {error && <Alert>{errorWords()[error]}</Alert>}
      {made && (
        <>
          {made.deliver === 'mail' && (
            <p role="status" data-testid="sheet-mailed">
              {words.mailed(made.mailed.length, made.codes.length)}
            </p>
          )}
          {hasSlips && <Slips endpoints={endpoints} made={made} />}
        </>
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{made ? commonWords().close : commonWords().cancel}</Button>
        {hasSlips && (
          <Button look="primary" testId="sheet-print" onPress={() => print()}>
            {words.print}
          </Button>
        )}
        {!made && (
          <>
            {mails && (
              <Button
                testId="sheet-mail"
                disabled={busy || chosen.length === 0 || chosen.length > mostPairings}
                onPress={() => void make('mail')}
              >
                {words.mailSheet}
              </Button>
            )}
            <Button
              look="primary"
              testId="sheet-make"
              disabled={busy || chosen.length === 0 || chosen.length > mostPairings}
              onPress={() => void make('show')}
            >
              {words.makeSheet}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** The slips of the codes that were not mailed. */
function Slips({
  endpoints,
  made,
}: Pick<PairingSheetProps, 'endpoints'> & { readonly made: MadeSheet }): JSX.Element {
  const words = pairingWords();
  const [layout, setLayout] = useState<'grid' | 'pages'>('grid');
  return (
    <>
      <Toggle
        label={words.layout}
        value={layout}
        onChange={setLayout}
        options={[
          { value: 'grid', text: words.layouts.grid },
          { value: 'pages', text: words.layouts.pages },
        ]}
      />
      <p class="muted">{words.sheetWarning}</p>
      <div class={`code-sheet code-sheet--${layout}`}>
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
  );
}
