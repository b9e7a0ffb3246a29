import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { type EndpointView, moveRefusal } from '../../../protocol/rest/sites/endpoints.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../shared/controls.tsx';
import { EndpointHeading } from './endpoint-heading.tsx';
import { ChooseUnit } from '../shared/units/choose-unit.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { roomFormWords } from './form-words.ts';

interface MoveEndpointProps {
  readonly rest: Rest;
  readonly endpoint: EndpointView;
  readonly units: readonly NamedUnit[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Moves a room to another unit, and says first what moves along. */
export function MoveEndpoint({ rest, endpoint, units, onClose, onDone }: MoveEndpointProps): JSX.Element {
  const words = roomFormWords();
  const [unit, setUnit] = useState<NamedUnit>();
  const [refusal, setRefusal] = useState<Refusal>();
  const move = async (siteId: string): Promise<void> => {
    const params = { endpointId: endpoint.id };
    const result = await rest.call('endpoint.move', { params, body: { siteId } });
    if (result.ok) onDone();
    else setRefusal(result.error);
  };
  return (
    <Dialog title={words.moveTitle} onClose={onClose} testId="move-endpoint">
      <EndpointHeading endpoint={endpoint} />
      <ChooseUnit
        label={words.moveTo}
        units={units.filter(({ id }) => id !== endpoint.siteId)}
        onChoose={(chosen) => {
          setRefusal(undefined);
          setUnit(chosen);
        }}
        testId="move"
      />
      {unit && (
        <p role="status" data-testid="move-effect">
          {words.moveEffect(unit.fullName)}
        </p>
      )}
      {refusal && <Alert>{whyNotMoved(refusal)}</Alert>}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().cancel}</Button>
        <Button
          look="primary"
          disabled={!unit}
          testId="move-confirm"
          onPress={() => unit && void move(unit.id)}
        >
          {words.moveConfirm}
        </Button>
      </div>
    </Dialog>
  );
}

function whyNotMoved({ code, detail }: Refusal): string {
  const reason = moveRefusal.safeParse(detail);
  return reason.success ? roomFormWords().moveRefusals[reason.data] : errorWords()[code];
}
