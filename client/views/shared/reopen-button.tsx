import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { leftToReopenMs } from '../../state/planning/comeback.ts';
import { Alert, ConfirmedButton } from './controls.tsx';
import { reopenWords } from './reopen-words.ts';

interface ReopenButtonProps {
  readonly meetingId: string;
  readonly rest: Rest;
  /** Epoch ms. */
  readonly endedAtMs: number;
  readonly onOpened: (meeting: MeetingDetail) => void;
}

/** Opens a session again that has just ended; it disappears when the time for that is over. */
export function ReopenButton({
  meetingId,
  rest,
  endedAtMs,
  onOpened,
}: ReopenButtonProps): JSX.Element | null {
  const [isLate, setLate] = useState(() => leftToReopenMs(endedAtMs, Date.now()) === 0);
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    const leftMs = leftToReopenMs(endedAtMs, Date.now());
    setLate(leftMs === 0);
    const timer = setTimeout(() => setLate(true), leftMs);
    return () => clearTimeout(timer);
  }, [endedAtMs]);
  if (isLate) return null;
  const reopen = async (): Promise<void> => {
    const opened = await rest.call('meeting.open', { params: { meetingId } });
    setRefusal(opened.ok ? undefined : opened.error.code);
    if (opened.ok) onOpened(opened.value);
  };
  return (
    <>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      <ConfirmedButton
        testId="meeting-reopen"
        hint={reopenWords().reopenHint}
        question={reopenWords().reopenConfirm}
        confirm={reopenWords().reopen}
        confirmLook="primary"
        onConfirm={() => void reopen()}
      >
        {reopenWords().reopen}
      </ConfirmedButton>
    </>
  );
}
