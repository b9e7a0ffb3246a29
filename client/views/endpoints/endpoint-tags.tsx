import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { endpointWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Dialog, Field } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import { EndpointHeading } from './endpoint-heading.tsx';

interface EndpointTagsProps {
  readonly rest: Rest;
  readonly endpoint: EndpointView;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function EndpointTags({ rest, endpoint, onClose, onChanged }: EndpointTagsProps): JSX.Element {
  const [typed, setTyped] = useState(endpoint.tags.join(', '));
  const [refusal, setRefusal] = useState<string>();
  const words = endpointWords();
  const save = async (): Promise<void> => {
    const result = await rest.call('endpoint.change', {
      params: { endpointId: endpoint.id },
      body: { tags: typed.split(',').filter((tag) => tag.trim() !== '') },
    });
    if (result.ok) onChanged();
    else
      setRefusal(
        result.error.code === 'invalid-request' ? words.tagsInvalid : errorWords()[result.error.code],
      );
  };
  return (
    <Dialog title={words.tagsOf} onClose={onClose}>
      <DialogForm submit={words.saveTags} onSubmit={save} onClose={onClose} testId="tags-save">
        <EndpointHeading endpoint={endpoint} />
        <p class="muted">{words.tagsHint}</p>
        <Field label={words.tags} value={typed} onInput={setTyped} maxLength={1_000} testId="tags-typed" />
        {refusal !== undefined && <Alert>{refusal}</Alert>}
      </DialogForm>
    </Dialog>
  );
}
