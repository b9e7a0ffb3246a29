import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { maySpeak } from '../../../domain/conference/state.ts';
import { meetingWords } from './words.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { Attendance } from '../../media/attendance.ts';
import { Capture } from '../../media/capture.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button } from '../shared/controls.tsx';
import { MessagePage } from '../shared/message-page.tsx';
import { comeback } from '../../state/planning/comeback.ts';
import { putOut } from '../../state/room/room.ts';
import { usePolled } from '../../hooks/polled.ts';
import { Link, navigate } from '../shared/navigation.tsx';
import { ReopenButton } from '../shared/reopen-button.tsx';
import { Conference } from './conference.tsx';
import { MeetingProvider } from './meeting-context.ts';
import { usePictures } from './stage/pictures.ts';
import { PreJoin } from './pre-join.tsx';
import { RefusalInDialogs } from './refusal.tsx';

const pollMs = 5000;

interface MeetingPageProps {
  readonly meetingId: string;
  readonly session: AccountSession;
}

/** One meeting, from the page before joining to the farewell. */
export function MeetingPage({ meetingId, session }: MeetingPageProps): JSX.Element {
  const { rest } = session;
  const pictures = usePictures(rest);
  const [capture] = useState(() => new Capture());
  const [attendance, setAttendance] = useState<Attendance>();
  /** The attendance whose session has ended and can no longer be opened again. */
  const [givenUp, setGivenUp] = useState<Attendance>();
  const hasGivenUp = attendance !== undefined && attendance === givenUp;
  const ask = useCallback(() => rest.call('meeting.get', { params: { meetingId } }), [rest, meetingId]);
  const { value: meeting, error, refresh } = usePolled<'meeting.get'>(ask, hasGivenUp ? undefined : pollMs);
  const role = meeting?.self.role ?? null;
  const speaks = role !== null && maySpeak(role);
  useEffect(() => {
    if (speaks) void capture.start();
  }, [capture, speaks]);
  useEffect(() => () => capture.stop(), [capture]);
  useEffect(() => () => attendance?.dispose(), [attendance]);

  const standing = attendance?.conference.standing.value;
  const movedTo = standing?.kind === 'over' ? standing.to : undefined;
  useEffect(() => {
    if (movedTo !== undefined) navigate(`/meetings/${movedTo}`);
  }, [movedTo]);
  const hasEnded = standing?.kind === 'over' && standing.farewell === 'ended';
  const endedAtMs = useMemo(() => (hasEnded ? Date.now() : undefined), [hasEnded]);
  const comesBack =
    (hasEnded && !hasGivenUp) ||
    (standing?.kind === 'over' && (putOut.includes(standing.farewell) || standing.farewell === 'signed-out'));
  useEffect(() => {
    if (!comesBack) return undefined;
    let isFirst = true;
    const look = async (): Promise<void> => {
      const askedAtMs = Date.now();
      const next = comeback(await ask(), { endedAtMs, askedAtMs, isFirst });
      isFirst = false;
      if (next === 'join') setAttendance(new Attendance(meetingId, rest, capture, { withRoster: true }));
      if (next === 'give-up') setGivenUp(attendance);
    };
    const timer = setInterval(() => void look(), pollMs);
    return () => clearInterval(timer);
  }, [comesBack, endedAtMs, ask, attendance, rest, meetingId, capture]);
  if (standing?.kind === 'over') {
    const { title, text } = meetingWords().farewells[standing.farewell];
    return (
      <MessagePage title={title} text={text} testId={`over-${standing.farewell}`}>
        {(standing.farewell === 'left' || standing.farewell === 'seat-taken-over') && (
          <Button look="primary" onPress={() => setAttendance(undefined)}>
            {commonWords().join}
          </Button>
        )}
        {endedAtMs !== undefined && meeting?.state === 'ended' && meeting.self.mayOpen && (
          <ReopenButton
            meetingId={meetingId}
            rest={rest}
            endedAtMs={endedAtMs}
            onOpened={() => setAttendance(new Attendance(meetingId, rest, capture, { withRoster: true }))}
          />
        )}
        {standing.farewell === 'outdated' && (
          <Button look="primary" onPress={() => location.reload()}>
            {commonWords().reload}
          </Button>
        )}
        <Link to="/" class="button button--plain">
          {commonWords().back}
        </Link>
      </MessagePage>
    );
  }
  if (attendance) {
    return (
      <MeetingProvider value={{ meetingId, rest, pictures, mayPlan: meeting?.self.mayPlan === true }}>
        <RefusalInDialogs store={attendance.conference}>
          <Conference attendance={attendance} />
        </RefusalInDialogs>
      </MeetingProvider>
    );
  }
  if (!meeting) {
    return (
      <MessagePage title={error ? errorWords()[error] : commonWords().loading}>
        <Link to="/">{commonWords().back}</Link>
      </MessagePage>
    );
  }
  return (
    <PreJoin
      meeting={meeting}
      capture={capture}
      onJoin={() => setAttendance(new Attendance(meetingId, rest, capture, { withRoster: true }))}
      onOpen={() => void rest.call('meeting.open', { params: { meetingId } }).then(refresh)}
    />
  );
}
