import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { admission as admissionSchema } from '../../../protocol/conference/presence.ts';
import type { Admission } from '../../../protocol/conference/presence.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { hourMs } from '../../state/calendar.ts';
import { Alert, Button, Checkbox, Field, Select } from '../controls.tsx';
import { OnHoliday } from './repeat-meeting.tsx';
import { useAvailability } from './availability.ts';
import { AvailabilityShown } from './clashes.tsx';
import { TimesFields, timesProblem, useTimesForm } from './meeting-times.tsx';
import { RoomPicker } from './room-picker.tsx';
import type { ChosenRoom } from './room-picker.tsx';
import { SitePicker } from './site-picker.tsx';

/** Rooms are unlocked, lit and connected before a session, and left in order after it. */
const suggestedMargins = { preparationMinutes: 15, clearingMinutes: 5 };

/** Where a meeting is begun from: a time, and the rooms that it is about. */
export interface Slot {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly rooms: readonly ChosenRoom[];
}

interface NewMeetingProps {
  readonly rest: Rest;
  /** The planner's own unit, which organises unless another is chosen. */
  readonly siteId: string | null;
  /** The next full hour, and no rooms, if left out. */
  readonly slot?: Slot;
  readonly onCreated: (meetingId: string) => void;
}

export function NewMeeting({ rest, siteId, slot, onCreated }: NewMeetingProps): JSX.Element {
  const [title, setTitle] = useState('');
  const form = useTimesForm(() => ({ ...(slot ?? nextHours()), ...suggestedMargins }));
  const [rooms, setRooms] = useState(slot?.rooms ?? []);
  const [recorded, setRecorded] = useState(false);
  const [admission, setAdmission] = useState<Admission>('open');
  const [site, setSite] = useState<{ readonly id: string; readonly name: string }>();
  const [problem, setProblem] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  // The same form sent twice (a lost answer, a double click) makes one meeting.
  const idempotencyKey = useRef(crypto.randomUUID());
  useEffect(() => {
    if (siteId === null) return;
    void rest.call('site.get', { params: { siteId } }).then((result) => {
      if (result.ok) setSite({ id: siteId, name: result.value.site.name });
    });
  }, [rest, siteId]);
  const { times, startAt } = form;
  const answer = useAvailability(
    rest,
    typeof times === 'string' || (rooms.length === 0 && !recorded)
      ? undefined
      : { ...times, inviteeIds: rooms.map(({ id }) => id), recorded },
  );
  const wrongTimes = timesProblem(times);

  /** Undefined on success, else why not. */
  const create = async (): Promise<ErrorCode | undefined> => {
    if (typeof times === 'string' || !site) return undefined;
    const created = await rest.call('meeting.create', {
      body: { title, ...times, admission, recorded, siteId: site.id },
      idempotencyKey: idempotencyKey.current,
    });
    if (!created.ok) {
      // What was refused is corrected and sent as another request; what got lost is sent again as the same.
      if (created.error.code !== 'unavailable') idempotencyKey.current = crypto.randomUUID();
      return created.error.code;
    }
    const { id: meetingId, version } = created.value;
    if (rooms.length > 0) {
      const invitations = rooms.map(({ id }) => ({
        kind: 'endpoint' as const,
        inviteeId: id,
        role: 'delegate' as const,
      }));
      const params = { meetingId };
      const invited = await rest.call('meeting.invite', { params, version, body: { invitations } });
      if (!invited.ok) return invited.error.code;
    }
    onCreated(meetingId);
    return undefined;
  };

  return (
    <form
      class="panel planning"
      data-testid="new-meeting-form"
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        void create().then((refused) => {
          setBusy(false);
          setProblem(refused);
        });
      }}
    >
      <Field label={t().meetingTitle} value={title} onInput={setTitle} required testId="meeting-title" />
      <div class="planning__times">
        <TimesFields form={form} />
        <Select
          label={t().admission}
          value={admission}
          onChange={setAdmission}
          options={admissionSchema.options.map((value) => ({ value, text: t().admissions[value] }))}
        />
      </div>
      {typeof times !== 'string' && <OnHoliday atMs={times.startsAtMs} />}
      <RoomPicker rest={rest} chosen={rooms} onChange={setRooms} />
      <Checkbox
        label={t().inviting.record}
        checked={recorded}
        onChange={setRecorded}
        testId="meeting-recorded"
      />
      <AvailabilityShown answer={answer} onTake={startAt} />
      <SitePicker rest={rest} chosen={site} onChoose={setSite} />
      {wrongTimes !== undefined && <Alert>{wrongTimes}</Alert>}
      {problem && <Alert>{t().errors[problem]}</Alert>}
      <Button
        type="submit"
        look="primary"
        disabled={busy || !site || wrongTimes !== undefined}
        testId="meeting-create"
      >
        {t().create}
      </Button>
    </form>
  );
}

/** Two hours from the next full one on. */
function nextHours(): { readonly startsAtMs: number; readonly endsAtMs: number } {
  const startsAtMs = (Math.floor(Date.now() / hourMs) + 1) * hourMs;
  return { startsAtMs, endsAtMs: startsAtMs + 2 * hourMs };
}
