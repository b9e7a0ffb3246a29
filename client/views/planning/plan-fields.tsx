import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { admission } from '../../../protocol/conference/presence.ts';
import { classification, type MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { planWords } from './words.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { invitationWords } from './invitations/words.ts';
import { Button, Checkbox, Field, Select } from '../shared/controls.tsx';
import { TextArea } from '../shared/form-fields.tsx';
import { type MeetingTimes, TimesFields, type TimesForm, useTimesForm } from './meeting-times.tsx';
import { OnHoliday } from './series/repeat-meeting.tsx';

type AgendaItem = { readonly title: string; readonly plannedMinutes: number | null };

/** What is planned of a meeting, except its times. */
export type Course = Pick<
  MeetingDetail,
  'title' | 'description' | 'admission' | 'classification' | 'recorded'
> & {
  readonly agenda: readonly AgendaItem[];
};

export interface PlanForm {
  readonly course: Course;
  readonly type: (part: Partial<Course>) => void;
  readonly timesForm: TimesForm;
  /** Course and times together; undefined while the typed times are invalid. */
  readonly plan: (Course & MeetingTimes) | undefined;
}

export function usePlanForm(initial: () => Course & MeetingTimes): PlanForm {
  const [begun] = useState(initial);
  const [course, setCourse] = useState<Course>(() => ({
    title: begun.title,
    description: begun.description,
    admission: begun.admission,
    classification: begun.classification,
    recorded: begun.recorded,
    agenda: begun.agenda.map(({ title, plannedMinutes }) => ({ title, plannedMinutes })),
  }));
  const timesForm = useTimesForm(() => begun);
  const { times } = timesForm;
  return {
    course,
    type: (part) => setCourse((before) => ({ ...before, ...part })),
    timesForm,
    plan: typeof times === 'string' ? undefined : { ...course, ...times },
  };
}

/** The fields that the forms of a new and of an existing meeting share. */
export function PlanFields({ form: { course, type, timesForm } }: { readonly form: PlanForm }): JSX.Element {
  const words = planWords();
  const { times } = timesForm;
  return (
    <>
      <Field
        label={plannedMeetingWords().meetingTitle}
        value={course.title}
        onInput={(title) => type({ title })}
        required
        maxLength={200}
        testId="meeting-title"
      />
      <div class="planning__times">
        <TimesFields form={timesForm} />
        <Select
          label={plannedMeetingWords().admission}
          value={course.admission}
          onChange={(chosen) => type({ admission: chosen })}
          options={admission.options.map((value) => ({
            value,
            text: plannedMeetingWords().admissions[value],
          }))}
          testId="meeting-admission"
        />
        <Select
          label={words.classification}
          value={course.classification}
          onChange={(chosen) =>
            type({ classification: chosen, ...(chosen === 'classified' && { recorded: false }) })
          }
          options={classification.options.map((value) => ({ value, text: words.classifications[value] }))}
          testId="meeting-classification"
        />
      </div>
      {typeof times !== 'string' && <OnHoliday atMs={times.startsAtMs} />}
      <TextArea
        label={words.description}
        value={course.description}
        onInput={(description) => type({ description })}
        maxLength={5_000}
        rows={2}
        testId="meeting-description"
      />
      {course.classification !== 'classified' && (
        <Checkbox
          label={invitationWords().record}
          checked={course.recorded}
          onChange={(recorded) => type({ recorded })}
          testId="meeting-recorded"
        />
      )}
      <AgendaFields items={course.agenda} onChange={(agenda) => type({ agenda })} />
    </>
  );
}

interface AgendaFieldsProps {
  readonly items: readonly AgendaItem[];
  readonly onChange: (items: readonly AgendaItem[]) => void;
}

function AgendaFields({ items, onChange }: AgendaFieldsProps): JSX.Element {
  const words = planWords();
  const set = (at: number, part: Partial<AgendaItem>): void =>
    onChange(items.map((item, index) => (index === at ? { ...item, ...part } : item)));
  return (
    <fieldset class="agenda-fields">
      <legend>{words.agenda}</legend>
      {items.map(({ title, plannedMinutes }, index) => (
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
            onPress={() => onChange(items.filter((_, other) => other !== index))}
          >
            ✕
          </Button>
        </div>
      ))}
      <Button testId="agenda-add" onPress={() => onChange([...items, { title: '', plannedMinutes: null }])}>
        {words.addItem}
      </Button>
    </fieldset>
  );
}
