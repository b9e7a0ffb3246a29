import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { endpointWords } from './words.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../shared/controls.tsx';
import { unitName } from '../shared/units/unit-name.ts';

interface EndpointLineProps {
  readonly rest: Rest;
  readonly endpoint: EndpointView;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/**
 * An endpoint's address for letters and the speed of its office's line; an empty
 * field means none, or unknown.
 */
export function EndpointLine({ rest, endpoint, onClose, onChanged }: EndpointLineProps): JSX.Element {
  const [down, setDown] = useState(shown(endpoint.lineDownKbps));
  const [up, setUp] = useState(shown(endpoint.lineUpKbps));
  const [email, setEmail] = useState(endpoint.email ?? '');
  const [refusal, setRefusal] = useState<ErrorCode>();
  const save = async (): Promise<void> => {
    const result = await rest.call('endpoint.change', {
      params: { endpointId: endpoint.id },
      body: {
        email: email.trim() === '' ? null : email,
        lineDownKbps: meant(down),
        lineUpKbps: meant(up),
      },
    });
    if (result.ok) onChanged();
    else setRefusal(result.error.code);
  };
  return (
    <Dialog title={endpointWords().details} onClose={onClose} testId="line-dialog">
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p>
          <strong>{endpoint.name}</strong>
          <br />
          {unitName(endpoint.siteName, endpoint.parentSiteName)}
        </p>
        <Field label={sheetWords().email} value={email} onInput={setEmail} testId="endpoint-email" />
        <p class="muted">{sheetWords().emailHint}</p>
        <h3>{endpointWords().line}</h3>
        <p class="muted">{endpointWords().lineHint}</p>
        <Field
          label={endpointWords().lineDown}
          value={down}
          onInput={setDown}
          type="number"
          testId="line-down"
        />
        <Field label={endpointWords().lineUp} value={up} onInput={setUp} type="number" testId="line-up" />
        {refusal && (
          <Alert>
            {refusal === 'invalid-request'
              ? `${sheetWords().email}: ${sheetWords().expected['email'] ?? ''}. ${endpointWords().line}: ${endpointWords().lineInvalid}`
              : errorWords()[refusal]}
          </Alert>
        )}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" testId="line-save">
            {endpointWords().lineSave}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const shown = (kbps: number | null): string => (kbps === null ? '' : String(kbps));
const meant = (typed: string): number | null => (typed.trim() === '' ? null : Number(typed));
