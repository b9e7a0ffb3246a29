import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Dialog, Field } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import type { FoundUnit } from '../shared/units/found-units.tsx';
import { UnitSearch } from '../shared/units/unit-search.tsx';
import { uplinkWords } from './uplink-words.ts';

interface UplinkDialogProps {
  /** The purpose; also the text of the button that sends. */
  readonly title: string;
  readonly rest: Rest;
  /** The unit whose line it is; left out where it is still to be chosen. */
  readonly unit?: FoundUnit;
  readonly mbps?: string;
  /** Resolves to undefined on success, else to the refusal. */
  readonly onSave: (siteId: string, mbps: number) => Promise<Refusal | undefined>;
  readonly onClose: () => void;
}

/** The unit of a line, and what the line carries. */
export function UplinkDialog({
  title,
  rest,
  unit,
  onSave,
  onClose,
  ...given
}: UplinkDialogProps): JSX.Element {
  const words = uplinkWords();
  const [units, setUnits] = useState<readonly FoundUnit[]>(unit ? [unit] : []);
  const [mbps, setMbps] = useState(given.mbps ?? '');
  const [refusal, setRefusal] = useState<Refusal>();
  const chosen = unit ?? units[0];
  // A decimal comma, as Vietnamese writes it, or a point.
  const wanted = Number(mbps.trim().replace(',', '.'));
  return (
    <Dialog title={title} onClose={onClose} testId="uplink-dialog">
      <DialogForm
        submit={title}
        disabled={chosen === undefined || !(wanted >= leastMbps)}
        onSubmit={async () => {
          if (chosen) setRefusal(await onSave(chosen.id, wanted));
        }}
        onClose={onClose}
        stacked
        testId="uplink-save"
      >
        {unit ? (
          <p>{unit.name}</p>
        ) : (
          <UnitSearch
            label={words.unit}
            rest={rest}
            chosen={units}
            onChange={(found) => setUnits(found.slice(-1))}
            testId="uplink-unit"
          />
        )}
        <Field
          label={words.mbps}
          value={mbps}
          onInput={setMbps}
          maxLength={10}
          required
          testId="uplink-mbps"
        />
        {refusal && <Alert>{errorWords()[refusal.code]}</Alert>}
      </DialogForm>
    </Dialog>
  );
}

/** As the server has it. */
const leastMbps = 0.1;
