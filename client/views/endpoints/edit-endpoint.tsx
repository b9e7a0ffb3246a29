import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, ConfirmedButton, Dialog } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import { bodyOf, EndpointFields, hasNamesake, useEndpointDraft } from './endpoint-fields.tsx';
import { EndpointHeading } from './endpoint-heading.tsx';
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
      <DialogForm
        submit={words.save}
        disabled={isDouble}
        onSubmit={save}
        onClose={onClose}
        more={
          <>
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
          </>
        }
        stacked
        testId="line-save"
      >
        <EndpointHeading endpoint={endpoint} />
        <EndpointFields draft={draft} onChange={setDraft} isDouble={isDouble} refusal={refusal} />
      </DialogForm>
    </Dialog>
  );
}
