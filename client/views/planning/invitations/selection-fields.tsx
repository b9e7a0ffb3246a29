import type { ComponentChildren, JSX } from 'preact';
import { seriesWords } from '../series/words.ts';
import { invitationWords } from './words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Select } from '../../shared/controls.tsx';
import { InviteePicker } from '../../shared/invitees/invitee-picker.tsx';
import type { SelectionForm } from './selection-form.ts';
import { UnitSearch } from '../../shared/units/unit-search.tsx';

interface SelectionFieldsProps {
  readonly rest: Rest;
  readonly form: SelectionForm;
  /** Label of the choice: to invite, to call. */
  readonly label: string;
  readonly roomsLabel?: string;
  /** Further fields beside the selection. */
  readonly children?: ComponentChildren;
}

/**
 * A choice of the organiser's own units, a level, a group, a tag, subtrees or single rooms, minus exceptions;
 * with its count of endpoints.
 */
export function SelectionFields({
  rest,
  form,
  label,
  roomsLabel,
  children,
}: SelectionFieldsProps): JSX.Element {
  const { choices, chosen, choose, endpoints } = form;
  const select = (
    <Select label={label} value={chosen.value} onChange={choose} testId="selection-whom" options={choices} />
  );
  return (
    <>
      {children === undefined ? (
        select
      ) : (
        <div class="invite__fields">
          {select}
          {children}
        </div>
      )}
      {chosen.value === 'units' && (
        <UnitSearch
          label={seriesWords().unit}
          rest={rest}
          chosen={form.units}
          onChange={form.setUnits}
          testId="selection-unit"
        />
      )}
      {chosen.value === 'rooms' && (
        <InviteePicker
          rest={rest}
          find="rooms"
          label={roomsLabel}
          chosen={form.rooms}
          onChange={form.setRooms}
        />
      )}
      <UnitSearch
        label={seriesWords().except}
        rest={rest}
        chosen={form.exceptUnits}
        onChange={form.setExceptUnits}
        testId="selection-except"
      />
      <p role="status" class="muted late-line" data-testid="selection-count">
        {endpoints !== undefined && invitationWords().meaning(endpoints)}
      </p>
    </>
  );
}
