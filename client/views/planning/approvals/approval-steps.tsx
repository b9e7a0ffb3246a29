import type { JSX } from 'preact';
import type { RestResult } from '../../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Reach } from '../../../../protocol/rest/meetings/series.ts';
import { planWords } from '../words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button } from '../../shared/controls.tsx';
import { ReasonedButton } from '../../shared/reasoned-button.tsx';

/** Tells planners why a meeting's plan cannot be changed now, and what they can do. */
export function ApprovalNote({ meeting }: { readonly meeting: MeetingDetail }): JSX.Element | null {
  const { state, self } = meeting;
  if (!self.mayPlan || (state !== 'submitted' && state !== 'approved')) return null;
  const words = planWords().fixed;
  return (
    <p class="muted">
      {state === 'approved' ? words.approved : self.mayApprove ? words.toApprove : words.submitted}
    </p>
  );
}

interface ApprovalStepsProps {
  readonly meeting: MeetingDetail;
  readonly rest: Rest;
  readonly reach: Reach;
  readonly onAsk: (
    ask: (version: number) => Promise<RestResult<'meeting.submit' | 'meeting.approve' | 'meeting.sendBack'>>,
  ) => void;
}

/**
 * The steps of a meeting that needs approval: planners submit it, the units above approve it or send it back.
 */
export function ApprovalSteps({ meeting, rest, reach, onAsk }: ApprovalStepsProps): JSX.Element {
  const { id: meetingId, state, self, needsApproval } = meeting;
  const asked = { params: { meetingId }, query: { reach } };
  const words = planWords();
  return (
    <>
      {self.mayPlan && state === 'draft' && needsApproval && (
        <Button
          look="primary"
          testId="meeting-submit"
          onPress={() => onAsk((version) => rest.call('meeting.submit', { ...asked, version }))}
        >
          {words.submit}
        </Button>
      )}
      {self.mayApprove && state === 'submitted' && (
        <Button
          look="primary"
          testId="meeting-approve"
          onPress={() => onAsk((version) => rest.call('meeting.approve', { ...asked, version }))}
        >
          {words.approve}
        </Button>
      )}
      {self.mayPlan && (state === 'submitted' || state === 'approved') && (
        <ReasonedButton
          text={self.mayApprove ? words.sendBack : words.takeBack}
          question={words.sendBackConfirm}
          reasonLabel={self.mayApprove ? words.sendBackReason : words.takeBackReason}
          look="primary"
          testId="meeting-send-back"
          reasonTestId="send-back-reason"
          onConfirm={(reason) => {
            if (reason === undefined) return;
            onAsk((version) => rest.call('meeting.sendBack', { ...asked, version, body: { reason } }));
          }}
        />
      )}
    </>
  );
}
