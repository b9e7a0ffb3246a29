import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sessionEndMs } from '../../../state/planning/session-end.ts';
import { ReopenButton } from '../../shared/reopen-button.tsx';
import type { ShownPlan } from './shown-plan.ts';

/**
 * Opens the session of an ended meeting again while there is time for it. Only the history says when a session
 * has ended, and only planners may read it.
 */
export function ReopenEnded({ plan }: { readonly plan: ShownPlan }): JSX.Element | null {
  const { rest, meeting, take } = plan;
  const { id: meetingId, version } = meeting;
  const [endedAtMs, setEndedAtMs] = useState<number>();
  useEffect(() => {
    let wanted = true;
    void rest.call('meeting.history', { params: { meetingId } }).then((history) => {
      if (wanted && history.ok) setEndedAtMs(sessionEndMs(history.value));
    });
    return () => {
      wanted = false;
    };
  }, [rest, meetingId, version]);
  if (endedAtMs === undefined) return null;
  return (
    <ReopenButton
      meetingId={meetingId}
      rest={rest}
      endedAtMs={endedAtMs}
      onOpened={(opened) => void take(Promise.resolve({ ok: true, value: opened }))}
    />
  );
}
