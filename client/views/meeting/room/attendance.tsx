import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { RoomView } from '../../../../protocol/rest/meetings/rooms.ts';
import type { OwnReadiness } from '../../../../protocol/rest/meetings/readiness.ts';
import { roomWords } from './words.ts';
import { rehearsalReasonTexts } from '../../../i18n/rehearsal-reasons.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { pause } from '../../../signaling/backoff.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { AttendanceReply } from '../../shared/replies/reply-form.tsx';
import { Alert, Button } from '../../shared/controls.tsx';

interface RoomAttendanceProps {
  readonly meeting: NonNullable<RoomView['meeting']>;
  readonly rest: Rest;
  /** Whether the server answers. */
  readonly isAnswered: boolean;
}

const retryMs = 5000;

/** What a room does for its next meeting: it replies, and it checks itself while the rehearsal is open. */
export function RoomAttendance({ meeting, rest, isAnswered }: RoomAttendanceProps): JSX.Element | null {
  const { id: meetingId, state, checkAskedAtMs } = meeting;
  const [own, setOwn] = useState<OwnReadiness>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [checking, setChecking] = useState(false);
  // Runs once by itself for each meeting, and once for each request (`checkAskedAtMs`);
  // otherwise on the button.
  const checkedWhenAsked = useRef<number | undefined>(undefined);
  const left = useRef(new AbortController());
  useEffect(() => () => left.current.abort(), []);

  // Once the server answers again, it is no longer true that it does not.
  useEffect(() => {
    if (isAnswered) setRefusal(undefined);
  }, [isAnswered]);

  // The meeting is on the screen now. The server is told until it has answered.
  useEffect(() => {
    if (own) return undefined;
    const tell = async (): Promise<void> => {
      const result = await rest.call('invitation.see', { params: { meetingId } });
      if (result.ok) setOwn(result.value);
    };
    void tell();
    const timer = setInterval(() => void tell(), retryMs);
    return () => clearInterval(timer);
  }, [own, rest, meetingId]);

  const askedAtMs = checkAskedAtMs ?? 0;
  const check = async (): Promise<void> => {
    checkedWhenAsked.current = askedAtMs;
    setChecking(true);
    const { signal } = left.current;
    const loaded = await import('../../../media/check.ts').catch(() => undefined);
    if (!loaded) {
      // The server is away, and this browser has not kept the page's files.
      await pause(retryMs, signal);
      checkedWhenAsked.current = undefined;
      return setChecking(false);
    }
    await loaded.checkRoom(rest, signal, async ({ claims, picture }) => {
      const result = await rest.call('rehearsal.report', { params: { meetingId }, body: claims });
      setRefusal(result.ok ? undefined : result.error.code);
      if (!result.ok) return;
      const params = { rehearsalId: result.value.id };
      if (picture) await rest.upload('rehearsal.addPicture', { params }, picture);
      setOwn((before) => before && { ...before, rehearsal: result.value });
    });
    if (!signal.aborted) setChecking(false);
  };
  const isDue =
    state === 'rehearsal-open' &&
    own !== undefined &&
    (own.rehearsal === null || own.rehearsal.atMs < askedAtMs);
  useEffect(() => {
    if (isDue && !checking && checkedWhenAsked.current !== askedAtMs) void check();
  }, [isDue, checking, askedAtMs]);

  if (!own) return null;
  const { rehearsal } = own;
  return (
    <section class="attend">
      <AttendanceReply
        asked={own.asked}
        reply={own.reply}
        onReply={async (body) => {
          const result = await rest.call('reply.own', { params: { meetingId }, body });
          setRefusal(result.ok ? undefined : result.error.code);
          if (result.ok) setOwn(result.value);
        }}
      />
      {checking && <p role="status">{roomWords().checking}</p>}
      <div class="attend__rehearsal">
        {!checking && rehearsal && (
          <p
            role="status"
            data-testid="rehearsal"
            data-passed={String(rehearsal.reasons.length === 0)}
            data-reasons={rehearsal.reasons.join(' ')}
          >
            {rehearsal.reasons.length === 0
              ? roomWords().passed
              : `${roomWords().failed} ${rehearsal.reasons.map((each) => rehearsalReasonTexts()[each]).join(', ')}`}
          </p>
        )}
        {!checking && state === 'rehearsal-open' && (
          <Button testId="check-again" onPress={() => void check()}>
            {roomWords().checkAgain}
          </Button>
        )}
      </div>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
    </section>
  );
}
