import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { withSpeakersAmong } from '../../../../domain/schedule/script.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import { planWords } from '../words.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { offeredStartMs, usualLengthMs } from '../../../state/planning/calendar.ts';
import { Alert, Button, Checkbox } from '../../shared/controls.tsx';
import { partyOf, useAvailability } from '../clashes/availability.ts';
import { AvailabilityShown } from '../clashes/clashes.tsx';
import { useIdempotent } from '../../../hooks/idempotent.ts';
import { timesProblem } from './times-form.tsx';
import { type Course, PlanFields, usePlanForm } from './plan-fields.tsx';
import type { FoundInvitee } from '../../shared/invitees/find-invitees.ts';
import { type ChosenInvitee, InviteePicker } from '../../shared/invitees/invitee-picker.tsx';
import { SitePicker, useOwnSite } from '../../shared/units/site-picker.tsx';
import { Refused } from '../../shared/refused.tsx';

/** Staff unlock, light and connect a room before a session, and tidy it after. */
const suggestedMargins = { preparationMinutes: 15, clearingMinutes: 5 };

const nothingPlanned = {
  title: '',
  description: '',
  admission: 'open',
  needsChair: false,
  classification: 'unclassified',
  agenda: [],
} satisfies Course;

/** The starting point of a new meeting: a time, and rooms. */
export interface ChosenSlot {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly rooms: readonly FoundInvitee[];
}

interface NewMeetingProps {
  readonly rest: Rest;
  /** The planner's own unit, which organises the meeting unless another is chosen. */
  readonly siteId: string | null;
  /** If left out: a time soon, and no rooms. */
  readonly slot?: ChosenSlot;
  readonly onCreated: (meetingId: string) => void;
}

export function NewMeeting({ rest, siteId, slot, onCreated }: NewMeetingProps): JSX.Element {
  const form = usePlanForm(() => ({ ...nothingPlanned, ...(slot ?? offeredHours()), ...suggestedMargins }));
  const [needsApproval, setNeedsApproval] = useState(false);
  const [invitees, setInvitees] = useState<readonly ChosenInvitee[]>(() =>
    (slot?.rooms ?? []).map((room) => ({ ...room, role: 'delegate' })),
  );
  const [site, setSite] = useOwnSite(rest, siteId);
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const idempotent = useIdempotent();
  const { plan } = form;
  const { times, startAt } = form.timesForm;
  const answer = useAvailability(
    rest,
    typeof times === 'string' || invitees.length === 0
      ? undefined
      : { ...times, ...partyOf(invitees), ...(site && { siteId: site.id }) },
  );
  const wrongTimes = timesProblem(times);

  /** Resolves to undefined on success, else to why the server refused. */
  const create = async (): Promise<Refusal | undefined> => {
    if (plan === undefined || !site) return undefined;
    const invitations = invitees.map(({ kind, id, role }) => ({ kind, inviteeId: id, role }));
    // Who is no longer chosen leaves the script.
    const agenda = [...withSpeakersAmong(plan.agenda, new Set(invitees.map(({ id }) => id)))];
    const body = { ...plan, agenda, needsApproval, siteId: site.id, invitations };
    const created = await idempotent((idempotencyKey) =>
      rest.call('meeting.create', { body, idempotencyKey }),
    );
    if (!created.ok) return created.error;
    onCreated(created.value.id);
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
          setRefusal(refused);
        });
      }}
    >
      <PlanFields form={form} invitees={invitees} />
      <InviteePicker rest={rest} find="rooms-and-people" chosen={invitees} onChange={setInvitees} withRoles />
      <AvailabilityShown answer={answer} onTake={startAt} />
      <SitePicker rest={rest} chosen={site} onChoose={setSite} />
      <Checkbox
        label={planWords().needsApproval}
        checked={needsApproval}
        onChange={setNeedsApproval}
        testId="needs-approval"
      />
      {wrongTimes !== undefined && <Alert>{wrongTimes}</Alert>}
      {refusal && <Refused {...refusal} />}
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

/** A meeting of the usual length that could begin soon. */
function offeredHours(): { readonly startsAtMs: number; readonly endsAtMs: number } {
  const startsAtMs = offeredStartMs(Date.now());
  return { startsAtMs, endsAtMs: startsAtMs + usualLengthMs };
}
