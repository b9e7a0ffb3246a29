import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RestRequest } from '../../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import type { Reach } from '../../../../protocol/rest/meetings/series.ts';
import { planWords } from '../words.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../../shared/controls.tsx';
import { useAvailability, wishOf } from '../clashes/availability.ts';
import { AvailabilityShown, Clashes } from '../clashes/clashes.tsx';
import { timesProblem } from './times-form.tsx';
import { PlanFields, usePlanForm } from './plan-fields.tsx';
import { ReachToggle } from '../series/reach-toggle.tsx';
import { Refused } from '../../shared/refused.tsx';

interface ChangeMeetingProps {
  readonly rest: Rest;
  readonly meeting: MeetingDetail;
  /** How far the change reaches in the series unless another reach is chosen. */
  readonly initialReach: Reach;
  readonly onClose: () => void;
  readonly onChanged: (meeting: MeetingDetail) => void;
}

/** The form for a meeting's whole plan, alone or with others of its series; shows clashes during typing. */
export function ChangeMeeting({
  rest,
  meeting,
  initialReach,
  onClose,
  onChanged,
}: ChangeMeetingProps): JSX.Element {
  const form = usePlanForm(() => meeting);
  const invitees = meeting.invitations.map(({ inviteeId, ...invitee }) => ({ ...invitee, id: inviteeId }));
  const [reach, setReach] = useState(initialReach);
  const [refusal, setRefusal] = useState<{ readonly of: string; readonly said: Refusal }>();
  const { plan, timesForm } = form;
  const typed = JSON.stringify([plan, reach]);
  // A refusal applies only to the form as it was sent.
  const refused = refusal?.of === typed ? refusal.said : undefined;
  const answer = useAvailability(rest, plan && wishOf(meeting, { ...timesOf(plan), reach }));
  const wrongTimes = timesProblem(timesForm.times);
  const save = async (): Promise<void> => {
    if (plan === undefined) return;
    const { id: meetingId, version } = meeting;
    const body = changedParts(plan, meeting);
    const result = await rest.call('meeting.change', {
      params: { meetingId },
      query: { reach },
      version,
      body,
    });
    if (result.ok) onChanged(result.value);
    else setRefusal({ of: typed, said: result.error });
  };
  return (
    <Dialog title={`${planWords().change}: ${meeting.title}`} onClose={onClose} testId="change-meeting">
      <form
        class="change-meeting"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {meeting.seriesId !== null && <ReachToggle reach={reach} onChange={setReach} testId="change-reach" />}
        <PlanFields form={form} invitees={invitees} />
        {wrongTimes !== undefined && <Alert>{wrongTimes}</Alert>}
        {refused && <Refused {...refused} />}
        {refused?.clashes ? (
          <Clashes answer={refused} onTake={timesForm.startAt} />
        ) : (
          <AvailabilityShown answer={answer} onTake={timesForm.startAt} />
        )}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" disabled={plan === undefined} testId="save-meeting">
            {planWords().save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Change = RestRequest<'meeting.change'>['body'] & object;

const timesOf = ({
  startsAtMs,
  endsAtMs,
  preparationMinutes,
  clearingMinutes,
}: Pick<MeetingDetail, 'startsAtMs' | 'endsAtMs' | 'preparationMinutes' | 'clearingMinutes'>) => ({
  startsAtMs,
  endsAtMs,
  preparationMinutes,
  clearingMinutes,
});

/** The changed parts of the plan: other occurrences keep their own values for the rest. */
function changedParts(
  plan: NonNullable<ReturnType<typeof usePlanForm>['plan']>,
  from: MeetingDetail,
): Change {
  const { agenda, ...rest } = plan;
  const before = from.agenda.map(({ title, plannedMinutes, speakers }) => ({
    title,
    plannedMinutes,
    speakers,
  }));
  const changes: Change = {};
  for (const key of [
    'title',
    'description',
    'admission',
    'needsChair',
    'classification',
    'startsAtMs',
    'endsAtMs',
    'preparationMinutes',
    'clearingMinutes',
  ] as const) {
    if (rest[key] !== from[key]) Object.assign(changes, { [key]: rest[key] });
  }
  // A program may have asked for the recording, which a classified meeting cannot have.
  if (changes.classification === 'classified' && from.recorded) changes.recorded = false;
  return JSON.stringify(agenda) === JSON.stringify(before) ? changes : { ...changes, agenda: [...agenda] };
}
