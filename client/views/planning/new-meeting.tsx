import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { planWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { hourMs } from '../../state/calendar.ts';
import { Alert, Button, Checkbox } from '../shared/controls.tsx';
import { useAvailability } from './availability.ts';
import { AvailabilityShown } from './clashes.tsx';
import { useIdempotent } from '../../hooks/idempotent.ts';
import { timesProblem } from './meeting-times.tsx';
import { type Course, PlanFields, usePlanForm } from './plan-fields.tsx';
import { RoomPicker } from './invitations/room-picker.tsx';
import type { ChosenRoom } from './invitations/room-picker.tsx';
import { SitePicker, useOwnSite } from '../shared/units/site-picker.tsx';
import { nextHourMs } from './start-fields.tsx';

/** Staff unlock, light and connect a room before a session, and tidy it after. */
const suggestedMargins = { preparationMinutes: 15, clearingMinutes: 5 };

const nothingPlanned = {
  title: '',
  description: '',
  admission: 'open',
  classification: 'unclassified',
  recorded: false,
  agenda: [],
} satisfies Course;

/** The starting point of a new meeting: a time, and rooms. */
export interface Slot {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly rooms: readonly ChosenRoom[];
}

interface NewMeetingProps {
  readonly rest: Rest;
  /** The planner's own unit, which organises the meeting unless another is chosen. */
  readonly siteId: string | null;
  /** If left out: the next full hour, and no rooms. */
  readonly slot?: Slot;
  readonly onCreated: (meetingId: string) => void;
}

export function NewMeeting({ rest, siteId, slot, onCreated }: NewMeetingProps): JSX.Element {
  const form = usePlanForm(() => ({ ...nothingPlanned, ...(slot ?? nextHours()), ...suggestedMargins }));
  const [needsApproval, setNeedsApproval] = useState(false);
  const [rooms, setRooms] = useState(slot?.rooms ?? []);
  const [site, setSite] = useOwnSite(rest, siteId);
  const [problem, setProblem] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const idempotent = useIdempotent();
  const { plan } = form;
  const { recorded } = form.course;
  const { times, startAt } = form.timesForm;
  const answer = useAvailability(
    rest,
    typeof times === 'string' || (rooms.length === 0 && !recorded)
      ? undefined
      : { ...times, inviteeIds: rooms.map(({ id }) => id), recorded },
  );
  const wrongTimes = timesProblem(times);

  /** Resolves to undefined on success, else to the error. */
  const create = async (): Promise<ErrorCode | undefined> => {
    if (plan === undefined || !site) return undefined;
    const body = { ...plan, agenda: [...plan.agenda], needsApproval, siteId: site.id };
    const created = await idempotent((idempotencyKey) =>
      rest.call('meeting.create', { body, idempotencyKey }),
    );
    if (!created.ok) return created.error.code;
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
      <PlanFields form={form} />
      <RoomPicker rest={rest} chosen={rooms} onChange={setRooms} />
      <AvailabilityShown answer={answer} onTake={startAt} />
      <SitePicker rest={rest} chosen={site} onChoose={setSite} />
      <Checkbox
        label={planWords().needsApproval}
        checked={needsApproval}
        onChange={setNeedsApproval}
        testId="needs-approval"
      />
      {wrongTimes !== undefined && <Alert>{wrongTimes}</Alert>}
      {problem && <Alert>{errorWords()[problem]}</Alert>}
      <Button
        type="submit"
        look="primary"
        disabled={busy || !site || wrongTimes !== undefined}
        testId="meeting-create"
      >
        {commonWords().create}
      </Button>
    </form>
  );
}

/** Two hours from the next full hour. */
function nextHours(): { readonly startsAtMs: number; readonly endsAtMs: number } {
  const startsAtMs = nextHourMs();
  return { startsAtMs, endsAtMs: startsAtMs + 2 * hourMs };
}
