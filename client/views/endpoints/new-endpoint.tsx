import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { useIdempotent } from '../../hooks/idempotent.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button, Dialog } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import { ChooseUnit } from '../shared/units/choose-unit.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { bodyOf, EndpointFields, hasNamesake, useEndpointDraft } from './endpoint-fields.tsx';
import { commonWords } from '../../i18n/common.ts';
import { roomFormWords } from './form-words.ts';

interface NewEndpointProps {
  readonly rest: Rest;
  readonly units: readonly NamedUnit[];
  readonly all: readonly EndpointView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Creates one room at a unit. */
export function NewEndpoint({ rest, units, all, onClose, onDone }: NewEndpointProps): JSX.Element {
  const words = roomFormWords();
  const [unit, setUnit] = useState<NamedUnit>();
  const [draft, setDraft] = useEndpointDraft();
  const [refusal, setRefusal] = useState<Refusal>();
  const once = useIdempotent();
  const isDouble = hasNamesake(all, unit?.id, draft.name);
  const create = async (siteId: string): Promise<void> => {
    const body = { siteId, ...bodyOf(draft) };
    const result = await once((idempotencyKey) => rest.call('endpoint.create', { body, idempotencyKey }));
    if (result.ok) onDone();
    else setRefusal(result.error);
  };
  return (
    <Dialog title={words.add} onClose={onClose} testId="new-endpoint">
      {!unit && <ChooseUnit label={words.unit} units={units} onChoose={setUnit} testId="endpoint-unit" />}
      {unit && (
        <DialogForm
          submit={words.add}
          disabled={isDouble || draft.name.trim() === ''}
          onSubmit={() => create(unit.id)}
          onClose={onClose}
          stacked
          testId="endpoint-create"
        >
          <div class="picked">
            <strong>{unit.fullName}</strong>
            <Button look="quiet" onPress={() => setUnit(undefined)}>
              {commonWords().change}
            </Button>
          </div>
          <EndpointFields draft={draft} onChange={setDraft} isDouble={isDouble} refusal={refusal} />
        </DialogForm>
      )}
    </Dialog>
  );
}
