import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { admission as admissionSchema } from '../../../protocol/conference/presence.ts';
import type { Admission } from '../../../protocol/conference/presence.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Field, Select } from '../controls.tsx';
import { OnHoliday } from './repeat-meeting.tsx';
import { SitePicker } from './site-picker.tsx';

interface NewMeetingProps {
  readonly rest: Rest;
  /** The planner's own unit, which organises unless another is chosen. */
  readonly siteId: string | null;
  readonly onCreated: (meetingId: string) => void;
}

export function NewMeeting({ rest, siteId, onCreated }: NewMeetingProps): JSX.Element {
  const [title, setTitle] = useState('');
  const [date, setDate] = useState(() => dateInput(new Date()));
  const [start, setStart] = useState(() => timeInput(nextHour(1)));
  const [end, setEnd] = useState(() => timeInput(nextHour(3)));
  const [admission, setAdmission] = useState<Admission>('open');
  const [site, setSite] = useState<{ readonly id: string; readonly name: string }>();
  const [problem, setProblem] = useState<ErrorCode | 'order'>();
  const [busy, setBusy] = useState(false);
  // The same form sent twice (a lost answer, a double click) makes one meeting.
  const idempotencyKey = useRef(crypto.randomUUID());
  useEffect(() => {
    if (siteId === null) return;
    void rest.call('site.get', { params: { siteId } }).then((result) => {
      if (result.ok) setSite({ id: siteId, name: result.value.site.name });
    });
  }, [rest, siteId]);

  const create = async (): Promise<void> => {
    const startsAtMs = Date.parse(`${date}T${start}`);
    const endsAtMs = Date.parse(`${date}T${end}`);
    if (!(endsAtMs > startsAtMs)) {
      setProblem('order');
      return;
    }
    if (!site) return;
    setBusy(true);
    const result = await rest.call('meeting.create', {
      body: { title, startsAtMs, endsAtMs, admission, siteId: site.id },
      idempotencyKey: idempotencyKey.current,
    });
    setBusy(false);
    if (result.ok) onCreated(result.value.id);
    else {
      setProblem(result.error.code);
      // What was refused is corrected and sent as another request; what got lost is sent again as the same.
      if (result.error.code !== 'unavailable') idempotencyKey.current = crypto.randomUUID();
    }
  };

  return (
    <form
      class="panel planning"
      data-testid="new-meeting-form"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Field label={t().meetingTitle} value={title} onInput={setTitle} required testId="meeting-title" />
      <div class="planning__times">
        <Field label={t().meetingDate} value={date} onInput={setDate} type="date" required />
        <Field label={t().startsAt} value={start} onInput={setStart} type="time" required />
        <Field label={t().endsAt} value={end} onInput={setEnd} type="time" required />
        <Select
          label={t().admission}
          value={admission}
          onChange={setAdmission}
          options={admissionSchema.options.map((value) => ({ value, text: t().admissions[value] }))}
        />
      </div>
      {date !== '' && <OnHoliday atMs={Date.parse(`${date}T12:00`)} />}
      <SitePicker rest={rest} chosen={site} onChoose={setSite} />
      {problem && <Alert>{problem === 'order' ? t().endBeforeStart : t().errors[problem]}</Alert>}
      <Button type="submit" look="primary" disabled={busy || !site} testId="meeting-create">
        {t().create}
      </Button>
    </form>
  );
}

const two = (n: number): string => String(n).padStart(2, '0');
const dateInput = (day: Date): string =>
  `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
const timeInput = (time: Date): string => `${two(time.getHours())}:${two(time.getMinutes())}`;

/** A full hour from now on, but not past this day's end. */
function nextHour(hours: number): Date {
  const time = new Date();
  const hour = time.getHours() + hours;
  if (hour > 23) time.setHours(23, hour === 24 ? 0 : 59, 0, 0);
  else time.setHours(hour, 0, 0, 0);
  return time;
}
