import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { changeable } from '../../../domain/schedule/transitions.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../controls.tsx';
import { MeetingCard } from '../home/meeting-card.tsx';
import { usePolled } from '../home/polled.ts';
import { ChangeTime } from './change-time.tsx';

const pollMs = 10_000;

interface OpenedMeetingProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** A meeting's card with its plan, opened over the calendar. */
export function OpenedMeeting({ rest, meetingId, onClose, onChange }: OpenedMeetingProps): JSX.Element {
  const [changing, setChanging] = useState(false);
  const [changes, setChanges] = useState(0);
  const ask = useCallback(() => rest.call('meeting.get', { params: { meetingId } }), [rest, meetingId]);
  const { value: meeting, error, refresh } = usePolled<'meeting.get'>(ask, pollMs);
  const changed = (): void => {
    refresh();
    onChange();
  };
  return (
    <Dialog title={meeting?.title ?? t().loading} onClose={onClose} testId="opened-meeting">
      {error && <Alert>{t().errors[error]}</Alert>}
      {meeting && (
        <>
          <ul class="meetings calendar-opened">
            {/* After another time was set here, the plan asks for its new version. */}
            <MeetingCard
              key={changes}
              meeting={meeting}
              rest={rest}
              isOpened
              mayFollow={meeting.self.mayOpen}
              onToggle={onClose}
              onChange={changed}
            />
          </ul>
          <div class="dialog__buttons">
            {meeting.self.mayPlan && changeable(meeting.state) === 'all' && (
              <Button testId="open-change-time" onPress={() => setChanging(true)}>
                {t().calendar.changeTime}
              </Button>
            )}
            <Button look="primary" onPress={onClose} testId="close-meeting">
              {t().close}
            </Button>
          </div>
        </>
      )}
      {meeting && changing && (
        <ChangeTime
          rest={rest}
          meeting={meeting}
          onClose={() => setChanging(false)}
          onChanged={() => {
            setChanging(false);
            setChanges(changes + 1);
            changed();
          }}
        />
      )}
    </Dialog>
  );
}
