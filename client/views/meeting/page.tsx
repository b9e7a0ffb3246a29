import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { maySpeak } from '../../../domain/conference/state.ts';
import { meetingWords } from './words.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { Attendance } from '../../media/attendance.ts';
import { Capture } from '../../media/capture.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, Notice } from '../shared/controls.tsx';
import { putOut } from '../../state/room.ts';
import { usePolled } from '../../hooks/polled.ts';
import { Link, navigate } from '../shared/navigation.tsx';
import { Conference } from './conference.tsx';
import { MeetingProvider } from './meeting-context.ts';
import { usePictures } from './stage/pictures.ts';
import { PreJoin } from './pre-join.tsx';

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
  const ask = useCallback(() => rest.call('meeting.get', { params: { meetingId } }), [rest, meetingId]);
  const { value: meeting, error, refresh } = usePolled<'meeting.get'>(ask, pollMs);
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
  const comesBack =
    standing?.kind === 'over' && (putOut.includes(standing.farewell) || standing.farewell === 'signed-out');
  useEffect(() => {
    if (!comesBack) return undefined;
    // Readmitted, invited again or signed in again: the page joins by itself, because a
    // room has no one to do it.
    const look = async (): Promise<void> => {
      const found = await rest.call('meeting.get', { params: { meetingId } });
      const mayJoin = found.ok && found.value.state === 'live' && found.value.self.role !== null;
      if (mayJoin) setAttendance(new Attendance(meetingId, rest, capture, { withRoster: true }));
    };
    const timer = setInterval(() => void look(), pollMs);
    return () => clearInterval(timer);
  }, [comesBack, rest, meetingId, capture]);
  if (standing?.kind === 'over') {
    const { title, text } = meetingWords().farewells[standing.farewell];
    return (
      <Notice title={title} text={text} testId={`over-${standing.farewell}`}>
        {(standing.farewell === 'left' || standing.farewell === 'seat-taken-over') && (
          <Button look="primary" onPress={() => setAttendance(undefined)}>
            {commonWords().join}
          </Button>
        )}
        {standing.farewell === 'outdated' && (
          <Button look="primary" onPress={() => location.reload()}>
            {commonWords().reload}
          </Button>
        )}
        <Link to="/" class="button button--plain">
          {commonWords().back}
        </Link>
      </Notice>
    );
  }
  if (attendance) {
    return (
      <MeetingProvider value={{ meetingId, rest, pictures }}>
        <Conference attendance={attendance} />
      </MeetingProvider>
    );
  }
  if (!meeting) {
    return (
      <Notice title={error ? errorWords()[error] : commonWords().loading}>
        <Link to="/">{commonWords().back}</Link>
      </Notice>
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
