import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { endpointWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../shared/controls.tsx';
import { unitName } from '../shared/units/unit-name.ts';

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
    <Dialog title={words.tagsOf} onClose={onClose} testId="tags-dialog">
      <form
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
        <p class="muted">{words.tagsHint}</p>
        <Field label={words.tags} value={typed} onInput={setTyped} maxLength={1_000} testId="tags-typed" />
        {refusal !== undefined && <Alert>{refusal}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" testId="tags-save">
            {words.saveTags}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
