import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RestResponse } from '../../../../protocol/rest/client-types.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { QrCode } from '../../shared/qr-code.tsx';
import { Alert, Button, Dialog, Field, Toggle } from '../../shared/controls.tsx';
import { inGroups } from '../../shared/code-groups.ts';
import { EndpointHeading } from '../endpoint-heading.tsx';
import { useWait, WaitAlert } from '../../shared/waiting.tsx';
import { type CodeLife, CodeLifeField, pairingAddress } from './code-life.tsx';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { pairingWords } from './words.ts';
import { minuteOf } from '../../../i18n/formats.ts';

interface PairEndpointProps {
  readonly rest: Rest;
  readonly endpoint: EndpointView;
  readonly onClose: () => void;
  readonly onPaired: () => void;
}

/** Pairs one room: by a code that is typed in the room, or by the code that the room's screen shows. */
export function PairEndpoint({ rest, endpoint, onClose, onPaired }: PairEndpointProps): JSX.Element {
  const words = pairingWords();
  const [way, setWay] = useState<'code' | 'screen'>('code');
  return (
    <Dialog title={words.title} onClose={onClose} testId="pairing">
      <EndpointHeading endpoint={endpoint} />
      <Toggle
        label={words.way}
        value={way}
        onChange={setWay}
        options={[
          { value: 'code', text: words.byCode },
          { value: 'screen', text: words.byScreen },
        ]}
        testId="pairing-way"
      />
      {way === 'code' ? (
        <IssueCode rest={rest} endpointId={endpoint.id} onIssued={onPaired} />
      ) : (
        <TypeScreenCode rest={rest} endpointId={endpoint.id} onPaired={onPaired} />
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().close}</Button>
      </div>
    </Dialog>
  );
}

interface IssueCodeProps {
  readonly rest: Rest;
  readonly endpointId: string;
  readonly onIssued: () => void;
}

function IssueCode({ rest, endpointId, onIssued }: IssueCodeProps): JSX.Element {
  const words = pairingWords();
  const [life, setLife] = useState<CodeLife>('600');
  const [made, setMade] = useState<RestResponse<'pairing.create'>>();
  const [refusal, setRefusal] = useState<Refusal>();
  const make = async (): Promise<void> => {
    const result = await rest.call('pairing.create', { body: { endpointId, validForS: Number(life) } });
    setRefusal(result.ok ? undefined : result.error);
    setMade(result.ok ? result.value : undefined);
    if (result.ok) onIssued();
  };
  return (
    <div class="stacked">
      {!made && <CodeLifeField value={life} onChange={setLife} />}
      {refusal && <Alert>{errorWords()[refusal.code]}</Alert>}
      {!made && (
        <Button look="primary" testId="pairing-make" onPress={() => void make()}>
          {words.make}
        </Button>
      )}
      {made && (
        <div class="stacked" role="status">
          <p>{pairingWords().steps}</p>
          <p class="pairing__address">{location.origin}/room</p>
          <p class="pairing__code" data-testid="new-pairing-code">
            {inGroups(made.code)}
          </p>
          <QrCode text={pairingAddress(made.code)} label={words.scan} />
          <p class="muted">{words.validUntil(minuteOf(made.expiresAtMs))}</p>
        </div>
      )}
    </div>
  );
}

interface TypeScreenCodeProps {
  readonly rest: Rest;
  readonly endpointId: string;
  readonly onPaired: () => void;
}

function TypeScreenCode({ rest, endpointId, onPaired }: TypeScreenCodeProps): JSX.Element {
  const words = pairingWords();
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<Refusal>();
  const [granted, setGranted] = useState<RestResponse<'pairing.grant'>>();
  const leftS = useWait(refusal);
  const grant = async (): Promise<void> => {
    const result = await rest.call('pairing.grant', { body: { endpointId, code } });
    setRefusal(result.ok ? undefined : result.error);
    setGranted(result.ok ? result.value : undefined);
    if (result.ok) onPaired();
  };
  if (granted)
    return (
      <p role="status" class="import__done" data-testid="screen-granted">
        {words.granted(granted.browser ?? words.unknownBrowser, granted.address)}
      </p>
    );
  return (
    <form
      class="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        void grant();
      }}
    >
      <p>{words.screenSteps}</p>
      <p class="pairing__address">{location.origin}/room</p>
      <Field
        label={words.screenCode}
        value={code}
        onInput={(typed) => setCode(typed.toUpperCase())}
        maxLength={12}
        required
        testId="screen-code"
      />
      {refusal && (
        <WaitAlert
          refusal={refusal}
          leftS={leftS}
          other={
            refusal.code === 'not-found' || refusal.code === 'invalid-request'
              ? words.screenFailed
              : errorWords()[refusal.code]
          }
        />
      )}
      <Button type="submit" look="primary" disabled={code.trim() === '' || leftS > 0} testId="screen-grant">
        {words.pair}
      </Button>
    </form>
  );
}
