import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../../shared/controls.tsx';
import { MeetingCard } from '../meeting-card.tsx';
import { usePolled } from '../../../hooks/polled.ts';

const pollMs = 10_000;

interface OpenedMeetingProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly onClose: () => void;
  readonly onChange: () => void;
  /** Shows another occurrence of the series instead. */
  readonly onOpen: (meetingId: string) => void;
}

/** A meeting's card with its plan, open over the calendar. */
export function OpenedMeeting({
  rest,
  meetingId,
  onClose,
  onChange,
  onOpen,
}: OpenedMeetingProps): JSX.Element {
  const ask = useCallback(() => rest.call('meeting.get', { params: { meetingId } }), [rest, meetingId]);
  const { value: meeting, error, refresh } = usePolled<'meeting.get'>(ask, pollMs);
  const changed = (): void => {
    refresh();
    onChange();
  };
  return (
    <Dialog title={meeting?.title ?? commonWords().loading} onClose={onClose} testId="opened-meeting">
      {error && <Alert>{errorWords()[error]}</Alert>}
      {meeting && (
        <>
          <ul class="meetings calendar-opened">
            <MeetingCard
              key={meetingId}
              meeting={meeting}
              rest={rest}
              isOpened
              mayFollow={meeting.self.mayOpen}
              onToggle={onClose}
              onChange={changed}
              onOpen={onOpen}
            />
          </ul>
          <div class="dialog__buttons">
            <Button look="primary" onPress={onClose} testId="close-meeting">
              {commonWords().close}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
