import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { RoomView } from '../../protocol/rest/rooms.ts';
import type { OwnReadiness, ReplyView } from '../../protocol/rest/readiness.ts';
import { t } from '../i18n/messages.ts';
import { checkRoom } from '../media/check.ts';
import type { Rest } from '../signaling/rest.ts';
import { AskedDelegates } from './asked-delegates.tsx';
import { Alert, Button, Field } from './controls.tsx';
import { NumberField, TextArea } from './meeting/panels/form-fields.tsx';

interface RoomAttendanceProps {
  readonly meeting: NonNullable<RoomView['meeting']>;
  readonly rest: Rest;
}

const retryMs = 5000;

/** What a room does for its next meeting: says whether it comes, and checks itself while the rehearsal is open. */
export function RoomAttendance({ meeting, rest }: RoomAttendanceProps): JSX.Element | null {
  const { id: meetingId, state } = meeting;
  const [own, setOwn] = useState<OwnReadiness>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [checking, setChecking] = useState(false);
  // Once by itself for each meeting; after that somebody presses the button.
  const checked = useRef(false);
  const left = useRef(new AbortController());
  useEffect(() => () => left.current.abort(), []);

  // The screen shows the meeting, and the server is told until it has heard.
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

  const check = async (): Promise<void> => {
    checked.current = true;
    setChecking(true);
    const { signal } = left.current;
    await checkRoom(rest, signal, async ({ claims, picture }) => {
      const result = await rest.call('rehearsal.report', { params: { meetingId }, body: claims });
      setRefusal(result.ok ? undefined : result.error.code);
      if (!result.ok) return;
      const params = { rehearsalId: result.value.id };
      if (picture) await rest.upload('rehearsal.addPicture', { params }, picture);
      setOwn((before) => before && { ...before, rehearsal: result.value });
    });
    if (!signal.aborted) setChecking(false);
  };
  const isDue = state === 'rehearsal-open' && own?.rehearsal === null;
  useEffect(() => {
    if (isDue && !checked.current) void check();
  }, [isDue]);

  if (!own) return null;
  const { rehearsal } = own;
  return (
    <section class="attend" data-testid="attend">
      <Attendance
        asked={own.asked}
        reply={own.reply}
        onReply={async (body) => {
          const result = await rest.call('reply.own', { params: { meetingId }, body });
          setRefusal(result.ok ? undefined : result.error.code);
          if (result.ok) setOwn(result.value);
        }}
      />
      {checking && <p role="status">{t().readiness.checking}</p>}
      {!checking && rehearsal && (
        <p
          role="status"
          data-testid="rehearsal"
          data-passed={String(rehearsal.reasons.length === 0)}
          data-reasons={rehearsal.reasons.join(' ')}
        >
          {rehearsal.reasons.length === 0
            ? t().readiness.passed
            : `${t().readiness.failed} ${rehearsal.reasons.map((each) => t().readiness.reasons[each]).join(', ')}`}
        </p>
      )}
      {!checking && state === 'rehearsal-open' && (
        <Button testId="check-again" onPress={() => void check()}>
          {t().readiness.checkAgain}
        </Button>
      )}
      {refusal && <Alert>{t().errors[refusal]}</Alert>}
    </section>
  );
}

type NewReply =
  | { readonly answer: 'confirmed'; readonly delegateCount: number; readonly delegates: string[] }
  | { readonly answer: 'declined'; readonly reason: string };

interface AttendanceProps {
  readonly asked: OwnReadiness['asked'];
  readonly reply: ReplyView | null;
  readonly onReply: (reply: NewReply) => Promise<void>;
}

/** A reply starts from what was replied before, else from those whom the planners ask to come. */
function Attendance({ asked, reply, onReply }: AttendanceProps): JSX.Element {
  const known = reply?.answer === 'confirmed' ? reply.delegates : asked.map(({ name }) => name);
  const coming = reply?.answer === 'confirmed' ? reply.delegateCount : Math.max(1, asked.length);
  const [form, setForm] = useState<NewReply['answer']>();
  const [count, setCount] = useState(String(coming));
  const [names, setNames] = useState(known.join('\n'));
  const [reason, setReason] = useState('');
  const send = async (body: NewReply): Promise<void> => {
    await onReply(body);
    setForm(undefined);
  };
  const delegateCount = Number(count);
  const delegates = names.split('\n').flatMap((name) => name.trim() || []);
  const isCount = Number.isInteger(delegateCount) && delegateCount >= 1 && delegates.length <= delegateCount;
  if (form === undefined) {
    return (
      <>
        <AskedDelegates asked={asked} />
        {reply && (
          <p role="status" data-testid="own-reply" data-answer={reply.answer}>
            {reply.answer === 'confirmed'
              ? t().readiness.youConfirmed(reply.delegateCount)
              : t().readiness.youDeclined(reply.reason)}
          </p>
        )}
        <div class="attend__buttons">
          <Button
            look={reply ? 'plain' : 'primary'}
            large
            testId="attend-confirm"
            onPress={() => setForm('confirmed')}
          >
            {reply?.answer === 'confirmed' ? t().readiness.change : t().readiness.confirm}
          </Button>
          <Button large testId="attend-decline" onPress={() => setForm('declined')}>
            {t().readiness.decline}
          </Button>
        </div>
      </>
    );
  }
  return (
    <form
      class="attend__form"
      onSubmit={(event) => {
        event.preventDefault();
        void send(
          form === 'confirmed'
            ? { answer: 'confirmed', delegateCount, delegates }
            : { answer: 'declined', reason },
        );
      }}
    >
      {form === 'confirmed' ? (
        <>
          <NumberField
            label={t().readiness.delegateCount}
            value={count}
            min={1}
            max={9999}
            testId="attend-count"
            onInput={setCount}
          />
          <TextArea
            label={t().readiness.delegateNames}
            value={names}
            maxLength={10_000}
            testId="attend-names"
            onInput={setNames}
          />
        </>
      ) : (
        <Field
          label={t().readiness.reason}
          value={reason}
          maxLength={500}
          required
          testId="attend-reason"
          onInput={setReason}
        />
      )}
      <div class="attend__buttons">
        <Button onPress={() => setForm(undefined)}>{t().cancel}</Button>
        <Button
          type="submit"
          look="primary"
          testId="attend-send"
          disabled={form === 'confirmed' ? !isCount : reason.trim() === ''}
        >
          {t().readiness.send}
        </Button>
      </div>
    </form>
  );
}
