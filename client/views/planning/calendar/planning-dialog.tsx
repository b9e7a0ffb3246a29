import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Dialog } from '../../shared/controls.tsx';
import { navigate } from '../../shared/navigation.tsx';
import { NewMeeting } from '../plan-form/new-meeting.tsx';
import type { ChosenSlot } from '../plan-form/new-meeting.tsx';
import { planPath } from '../../shared/plan-path.ts';

interface PlanningDialog {
  /** Opens the form of a new meeting. */
  readonly planMeeting: (slot: ChosenSlot) => void;
  /** Undefined while it is closed. */
  readonly dialog: JSX.Element | undefined;
}

/** The form of a new meeting over a calendar; the new meeting's page opens after it is created. */
export function usePlanningDialog(rest: Rest, account: AccountView): PlanningDialog {
  const [slot, setSlot] = useState<ChosenSlot>();
  const dialog = slot && (
    <Dialog title={plannedMeetingWords().newMeeting} onClose={() => setSlot(undefined)}>
      <NewMeeting
        rest={rest}
        siteId={account.siteId}
        slot={slot}
        onCreated={(meetingId) => navigate(planPath(meetingId))}
      />
    </Dialog>
  );
  return { planMeeting: setSlot, dialog };
}
