import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OwnReadiness, ReplyView } from '../../../protocol/rest/meetings/readiness.ts';
import { replyFormWords } from './reply-form-words.ts';
import { commonWords } from '../../i18n/common.ts';
import { AskedDelegates } from './asked-delegates.tsx';
import { Button, Field } from './controls.tsx';
import { NumberField, TextArea } from './form-fields.tsx';

type NewReply =
  | { readonly answer: 'confirmed'; readonly delegateCount: number; readonly delegates: string[] }
  | { readonly answer: 'declined'; readonly reason: string };

interface AttendanceProps {
  readonly asked: OwnReadiness['asked'];
  readonly reply: ReplyView | null;
  readonly onReply: (reply: NewReply) => Promise<void>;
}

/** A reply starts from the previous reply, else from the delegates that the planners ask for. */
export function Attendance({ asked, reply, onReply }: AttendanceProps): JSX.Element {
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
              ? replyFormWords().youConfirmed(reply.delegateCount)
              : replyFormWords().youDeclined(reply.reason)}
          </p>
        )}
        <div class="attend__buttons">
          <Button
            look={reply ? 'plain' : 'primary'}
            large
            testId="attend-confirm"
            onPress={() => setForm('confirmed')}
          >
            {reply?.answer === 'confirmed' ? replyFormWords().change : replyFormWords().confirm}
          </Button>
          <Button large testId="attend-decline" onPress={() => setForm('declined')}>
            {replyFormWords().decline}
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
            label={replyFormWords().delegateCount}
            value={count}
            min={1}
            max={9999}
            testId="attend-count"
            onInput={setCount}
          />
          <TextArea
            label={replyFormWords().delegateNames}
            value={names}
            maxLength={10_000}
            testId="attend-names"
            onInput={setNames}
          />
        </>
      ) : (
        <Field
          label={replyFormWords().reason}
          value={reason}
          maxLength={500}
          required
          testId="attend-reason"
          onInput={setReason}
        />
      )}
      <div class="attend__buttons">
        <Button onPress={() => setForm(undefined)}>{commonWords().cancel}</Button>
        <Button
          type="submit"
          look="primary"
          testId="attend-send"
          disabled={form === 'confirmed' ? !isCount : reason.trim() === ''}
        >
          {replyFormWords().send}
        </Button>
      </div>
    </form>
  );
}
