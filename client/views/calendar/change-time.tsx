import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MeetingDetail } from '../../../protocol/rest/meetings.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../controls.tsx';
import { useAvailability, wishOf } from '../home/availability.ts';
import { AvailabilityShown } from '../home/clashes.tsx';
import { TimesFields, timesProblem, useTimesForm } from '../home/meeting-times.tsx';

interface ChangeTimeProps {
  readonly rest: Rest;
  readonly meeting: MeetingDetail;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Another time for a meeting that exists; what would clash shows while it is typed. */
export function ChangeTime({ rest, meeting, onClose, onChanged }: ChangeTimeProps): JSX.Element {
  const form = useTimesForm(() => meeting);
  const [refused, setRefused] = useState<Refusal>();
  const { times, startAt } = form;
  const answer = useAvailability(rest, typeof times === 'string' ? undefined : wishOf(meeting, times));
  const wrongTimes = timesProblem(times);
  const save = async (): Promise<void> => {
    if (typeof times === 'string') return;
    const { id: meetingId, version } = meeting;
    const result = await rest.call('meeting.change', { params: { meetingId }, version, body: times });
    if (result.ok) onChanged();
    else setRefused(result.error);
  };
  return (
    <Dialog title={`${t().calendar.changeTime}: ${meeting.title}`} onClose={onClose} testId="change-time">
      <form
        class="change-time"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="planning__times">
          <TimesFields form={form} />
        </div>
        {wrongTimes !== undefined && <Alert>{wrongTimes}</Alert>}
        {refused && <Alert>{t().errors[refused.code]}</Alert>}
        <AvailabilityShown answer={answer} onTake={startAt} />
        <div class="dialog__buttons">
          <Button onPress={onClose}>{t().cancel}</Button>
          <Button type="submit" look="primary" disabled={wrongTimes !== undefined} testId="save-time">
            {t().calendar.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
