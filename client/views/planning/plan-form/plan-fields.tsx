import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { admissions } from '../../../../protocol/conference/presence.ts';
import { classification, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { planWords } from '../words.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import { Checkbox, Field, Select } from '../../shared/controls.tsx';
import { TextArea } from '../../shared/form-fields.tsx';
import { AgendaFields, type PlannedItem } from './agenda-fields.tsx';
import type { ChosenInvitee } from '../../shared/invitees/invitee-picker.tsx';
import type { MeetingTimes } from '../../../state/planning/meeting-times.ts';
import { TimesFields, type TimesForm, useTimesForm } from './times-form.tsx';
import { OnHoliday } from '../series/repeat-meeting.tsx';

/** What is planned of a meeting, except its times. */
export type Course = Pick<
  MeetingDetail,
  'title' | 'description' | 'admission' | 'needsChair' | 'classification'
> & {
  readonly agenda: readonly PlannedItem[];
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
    needsChair: begun.needsChair,
    classification: begun.classification,
    agenda: begun.agenda.map(({ title, plannedMinutes, speakers }) => ({ title, plannedMinutes, speakers })),
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

interface PlanFieldsProps {
  readonly form: PlanForm;
  readonly invitees: readonly ChosenInvitee[];
}

/** The fields that the forms of a new and of an existing meeting share. */
export function PlanFields({ form: { course, type, timesForm }, invitees }: PlanFieldsProps): JSX.Element {
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
          options={admissions.map((value) => ({
            value,
            text: plannedMeetingWords().admissions[value],
          }))}
          testId="meeting-admission"
        />
        <Select
          label={words.classification}
          value={course.classification}
          onChange={(chosen) => type({ classification: chosen })}
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
      <Checkbox
        label={plannedMeetingWords().needsChair}
        checked={course.needsChair}
        onChange={(needsChair) => type({ needsChair })}
        testId="meeting-needs-chair"
      />
      <AgendaFields items={course.agenda} invitees={invitees} onChange={(agenda) => type({ agenda })} />
    </>
  );
}
