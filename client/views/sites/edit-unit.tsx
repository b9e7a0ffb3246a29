import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { refuseUnit } from '../../../domain/sites/unit-rules.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Dialog } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { type Level } from '../shared/units/level-names.ts';
import { ParentField, rankIn, UnitNameField, UnitRefusals } from './unit-fields.tsx';
import { UnitLineage } from './unit-lineage.tsx';
import { unitFormWords } from './unit-words.ts';

interface EditUnitProps {
  readonly rest: Rest;
  readonly unit: NamedUnit;
  readonly levels: readonly Level[];
  /** All units of the tree, and those among them that the caller may put units below. */
  readonly all: readonly NamedUnit[];
  readonly own: readonly NamedUnit[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Corrects the name of a unit, or moves it below another one. Says what moves along, and what the unit came from. */
export function EditUnit({ rest, unit, levels, all, own, onClose, onDone }: EditUnitProps): JSX.Element {
  const words = unitFormWords();
  const [name, setName] = useState(unit.name);
  const [parent, setParent] = useState(all.find(({ id }) => id === unit.parentId));
  const [error, setError] = useState<Refusal>();
  const becomes = { ...unit, name: name.trim(), parentId: parent?.id ?? unit.parentId };
  const isMoved = becomes.parentId !== unit.parentId;
  const isChanged = isMoved || becomes.name !== unit.name;
  const today = dayInVietnam(Date.now());
  const refusal = isChanged ? refuseUnit(becomes, { sites: all, levels, today }) : null;
  // The parent can only change where the caller may change both.
  const mayMove = own.some(({ id }) => id === unit.parentId);
  const rank = rankIn(levels, unit.levelId);
  const below = new Set(unitsBelow(unit, all).map(({ id }) => id));
  const change = async (): Promise<void> => {
    const result = await rest.call('site.change', {
      params: { siteId: unit.id },
      body: {
        ...(becomes.name !== unit.name && { name: becomes.name }),
        ...(isMoved && parent && { parentId: parent.id }),
      },
    });
    setError(result.ok ? undefined : result.error);
    if (result.ok) onDone();
  };
  return (
    <Dialog title={words.editTitle} onClose={onClose} testId="edit-unit">
      <DialogForm
        submit={words.save}
        disabled={!isChanged || becomes.name === '' || refusal !== null}
        onSubmit={change}
        onClose={onClose}
        stacked
        testId="unit-save"
      >
        <p>
          <strong>{unit.fullName}</strong> ({unit.code})
        </p>
        <UnitLineage rest={rest} unitId={unit.id} />
        <UnitNameField name={name} onChange={setName} />
        <p class="muted">{words.renameHint}</p>
        {mayMove && (
          <ParentField
            candidates={own.filter(
              ({ id, levelId }) => id !== unit.id && !below.has(id) && rankIn(levels, levelId) < rank,
            )}
            parent={parent}
            onChange={setParent}
          />
        )}
        {isMoved && parent && (
          <div role="status" data-testid="unit-moves">
            <p>{words.moves(parent.fullName, below.size)}</p>
            <p class="muted">{words.rightsMove}</p>
          </div>
        )}
        <UnitRefusals rule={refusal} server={error} />
      </DialogForm>
    </Dialog>
  );
}

/** All units below, over all levels. */
function unitsBelow(unit: NamedUnit, all: readonly NamedUnit[]): readonly NamedUnit[] {
  const children = Map.groupBy(all, ({ parentId }) => parentId);
  const found: NamedUnit[] = [];
  const pending = [unit];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const direct = children.get(at.id) ?? [];
    found.push(...direct);
    pending.push(...direct);
  }
  return found;
}
