import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { drawnAtOnce } from '../../../hooks/drawn-at-once.ts';
import { Button, Field } from '../../shared/controls.tsx';
import { CloseIcon } from '../../shared/icons.tsx';
import type { ChosenInvitee } from '../../shared/invitees/invitee-picker.tsx';
import { SpeakerFields } from './speaker-fields.tsx';
import { planWords } from '../words.ts';

export type PlannedItem = Omit<MeetingDetail['agenda'][number], 'id'>;

interface AgendaFieldsProps {
  readonly items: readonly PlannedItem[];
  /** Those that may speak among them may be prepared to speak. */
  readonly invitees: readonly ChosenInvitee[];
  readonly onChange: (items: readonly PlannedItem[]) => void;
}

export function AgendaFields({ items, invitees, onChange }: AgendaFieldsProps): JSX.Element {
  const words = planWords();
  const list = useRef<HTMLFieldSetElement>(null);
  const isAdded = useRef(false);
  useLayoutEffect(() => {
    if (!isAdded.current) return;
    isAdded.current = false;
    list.current?.querySelector<HTMLElement>('.agenda-fields__item:last-of-type input')?.focus();
  }, [items.length]);
  const set = (at: number, part: Partial<PlannedItem>): void =>
    onChange(items.map((item, index) => (index === at ? { ...item, ...part } : item)));
  return (
    <fieldset class="agenda-fields" ref={list}>
      <legend>{words.agenda}</legend>
      {items.map(({ title, plannedMinutes, speakers }, index) => (
        <div key={index} class="agenda-fields__item">
          <Field
            label={words.agendaItem(index + 1)}
            value={title}
            onInput={(typed) => set(index, { title: typed })}
            required
            maxLength={200}
            testId="agenda-title"
          />
          <Field
            label={words.minutes}
            value={plannedMinutes === null ? '' : String(plannedMinutes)}
            onInput={(typed) => set(index, { plannedMinutes: typed === '' ? null : Number(typed) })}
            type="number"
          />
          <Button
            look="quiet"
            label={words.dropItem(index + 1)}
            testId="agenda-drop"
            onPress={() => onChange(items.filter((_, other) => other !== index))}
          >
            <CloseIcon />
          </Button>
          <SpeakerFields
            speakers={speakers}
            invitees={invitees}
            onChange={(changed) => set(index, { speakers: [...changed] })}
          />
        </div>
      ))}
      <Button
        testId="agenda-add"
        onPress={() => {
          isAdded.current = true;
          drawnAtOnce(() => onChange([...items, { title: '', plannedMinutes: null, speakers: [] }]));
        }}
      >
        {words.addItem}
      </Button>
    </fieldset>
  );
}
