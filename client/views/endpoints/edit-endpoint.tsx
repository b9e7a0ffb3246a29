import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { nameKey } from '../../../domain/sites/fold.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton, Dialog } from '../shared/controls.tsx';
import { unitName } from '../shared/units/unit-name.ts';
import { bodyOf, EndpointFields, refusedFields, useEndpointDraft } from './endpoint-fields.tsx';
import { commonWords } from '../../i18n/common.ts';
import { roomFormWords } from './form-words.ts';

interface EditEndpointProps {
  readonly rest: Rest;
  readonly endpoint: EndpointView;
  readonly all: readonly EndpointView[];
  readonly onMove: () => void;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** What is known of a room; from here it is also moved or taken out of use. */
export function EditEndpoint(props: EditEndpointProps): JSX.Element {
  const { rest, endpoint, all, onMove, onClose, onChanged } = props;
  const words = roomFormWords();
  const [draft, setDraft] = useEndpointDraft(endpoint);
  const [refusal, setRefusal] = useState<Refusal>();
  const params = { endpointId: endpoint.id };
  const isDouble = hasNamesake(all, endpoint.siteId, draft.name, endpoint.id);
  const save = async (): Promise<void> => {
    const result = await rest.call('endpoint.change', { params, body: bodyOf(draft) });
    if (result.ok) onChanged();
    else setRefusal(result.error);
  };
  const retire = async (): Promise<void> => {
    const result = await rest.call('endpoint.retire', { params });
    if (result.ok) onChanged();
    else setRefusal(result.error);
  };
  return (
    <Dialog title={words.details} onClose={onClose} testId="line-dialog">
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
        <EndpointFields draft={draft} onChange={setDraft} />
        {isDouble && <Alert>{words.namesake}</Alert>}
        {refusal && <Alert>{refusedFields(refusal)}</Alert>}
        <div class="dialog__buttons">
          <Button testId="endpoint-move" onPress={onMove}>
            {words.move}
          </Button>
          <ConfirmedButton
            look="danger"
            testId="endpoint-retire"
            question={words.retireQuestion(endpoint.name)}
            confirm={words.retireConfirm}
            onConfirm={() => void retire()}
          >
            {words.retire}
          </ConfirmedButton>
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" disabled={isDouble} testId="line-save">
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Whether the unit has another room of this name. */
export const hasNamesake = (
  all: readonly EndpointView[],
  siteId: string | undefined,
  name: string,
  exceptId?: string,
): boolean =>
  all.some((room) => room.siteId === siteId && room.id !== exceptId && nameKey(room.name) === nameKey(name));
