import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { refuseUnit } from '../../../domain/sites/unit-rules.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { useIdempotent } from '../../hooks/idempotent.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Dialog, Field, Select } from '../shared/controls.tsx';
import { DateField } from '../shared/dates/date-field.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { type Level, nameOfLevel } from '../shared/units/level-names.ts';
import { ParentField, rankIn, UnitNameField, UnitRefusals } from './unit-fields.tsx';
import { unitFormWords } from './unit-words.ts';

interface NewUnitProps {
  readonly rest: Rest;
  readonly levels: readonly Level[];
  /** All units of the tree, and those among them that the caller may put units below. */
  readonly all: readonly NamedUnit[];
  readonly own: readonly NamedUnit[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Creates one unit below another, or the first one at the top. */
export function NewUnit({ rest, levels, all, own, onClose, onDone }: NewUnitProps): JSX.Element {
  const words = unitFormWords();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [levelId, setLevelId] = useState((all.length === 0 ? levels[0] : levels.at(-1))?.id ?? '');
  const [parent, setParent] = useState<NamedUnit>();
  const [validFrom, setValidFrom] = useState(dayInVietnam(Date.now()));
  const [error, setError] = useState<Refusal>();
  const once = useIdempotent();
  const rank = rankIn(levels, levelId);
  const isTop = rank === Math.min(...levels.map((level) => level.rank));
  const body = { code: code.trim(), name: name.trim(), levelId, parentId: parent?.id ?? null, validFrom };
  const isFilled = body.code !== '' && body.name !== '' && (isTop || parent !== undefined);
  const today = dayInVietnam(Date.now());
  const refusal = isFilled
    ? refuseUnit({ ...body, id: '', validTo: null }, { sites: all, levels, today })
    : null;
  const create = async (): Promise<void> => {
    const result = await once((idempotencyKey) => rest.call('site.create', { body, idempotencyKey }));
    setError(result.ok ? undefined : result.error);
    if (result.ok) onDone();
  };
  return (
    <Dialog title={words.add} onClose={onClose} testId="new-unit">
      <DialogForm
        submit={words.add}
        disabled={!isFilled || refusal !== null || fold(body.name) === ''}
        onSubmit={create}
        onClose={onClose}
        stacked
        testId="unit-create"
      >
        <Select
          label={words.level}
          value={levelId}
          onChange={(chosen) => {
            setLevelId(chosen);
            setParent(undefined);
          }}
          options={levels.map((level) => ({ value: level.id, text: nameOfLevel(level) }))}
          testId="unit-level"
        />
        {isTop ? (
          <p class="muted">{words.noParent}</p>
        ) : (
          <ParentField
            candidates={own.filter((unit) => rankIn(levels, unit.levelId) < rank)}
            parent={parent}
            onChange={setParent}
          />
        )}
        <UnitNameField name={name} onChange={setName} />
        <Field label={words.code} value={code} onInput={setCode} maxLength={20} required testId="unit-code" />
        <DateField
          label={words.validFrom}
          value={validFrom}
          onInput={setValidFrom}
          required
          testId="unit-from"
        />
        <UnitRefusals rule={refusal} server={error} />
      </DialogForm>
    </Dialog>
  );
}
