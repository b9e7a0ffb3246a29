import type { JSX } from 'preact';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Dialog } from '../../shared/controls.tsx';
import { NewMeeting } from '../new-meeting.tsx';
import type { Slot } from '../new-meeting.tsx';
import { OpenedMeeting } from './opened-meeting.tsx';

interface DialogsProps {
  readonly rest: Rest;
  readonly account: AccountView;
  /** The meeting that is open. */
  readonly opened: string | undefined;
  readonly onOpen: (meetingId: string | undefined) => void;
  /** The slot for which a new meeting is being planned. */
  readonly slot: Slot | undefined;
  readonly onPlan: (slot: Slot | undefined) => void;
  readonly onChange: () => void;
}

/**
 * The dialogs over a calendar: a meeting, or the form of a new one; the new meeting
 * opens after it is created.
 */
export function Dialogs({
  rest,
  account,
  opened,
  onOpen,
  slot,
  onPlan,
  onChange,
}: DialogsProps): JSX.Element {
  return (
    <>
      {opened !== undefined && (
        <OpenedMeeting
          rest={rest}
          meetingId={opened}
          onClose={() => onOpen(undefined)}
          onChange={onChange}
          onOpen={onOpen}
        />
      )}
      {slot && (
        <Dialog title={plannedMeetingWords().newMeeting} onClose={() => onPlan(undefined)} testId="planning">
          <NewMeeting
            rest={rest}
            siteId={account.siteId}
            slot={slot}
            onCreated={(meetingId) => {
              onPlan(undefined);
              onOpen(meetingId);
              onChange();
            }}
          />
        </Dialog>
      )}
    </>
  );
}
