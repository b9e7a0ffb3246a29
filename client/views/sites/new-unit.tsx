import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { refuseUnit } from '../../../domain/sites/unit-rules.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { useIdempotent } from '../../hooks/idempotent.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field, Select } from '../shared/controls.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { type Level, nameOfLevel } from '../shared/units/level-names.ts';
import { ParentField, rankIn, whyNot } from './unit-fields.tsx';
import { commonWords } from '../../i18n/common.ts';
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
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
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
        <Field
          label={words.name}
          value={name}
          onInput={setName}
          maxLength={200}
          required
          testId="unit-name"
        />
        <Field label={words.code} value={code} onInput={setCode} maxLength={20} required testId="unit-code" />
        <Field
          label={words.validFrom}
          value={validFrom}
          onInput={setValidFrom}
          type="date"
          required
          testId="unit-from"
        />
        {refusal && <Alert>{words.refusals[refusal]}</Alert>}
        {error && <Alert>{whyNot(error)}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={!isFilled || refusal !== null || fold(body.name) === ''}
            testId="unit-create"
          >
            {words.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
