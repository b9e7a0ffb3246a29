import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OwnReadiness, ReplyView } from '../../../../protocol/rest/meetings/readiness.ts';
import { replyFormWords } from './reply-form-words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { AskedDelegates } from './asked-delegates.tsx';
import { Button } from '../controls.tsx';
import { type NewReply, useReplyFields } from './reply-fields.tsx';

interface AttendanceProps {
  readonly asked: OwnReadiness['asked'];
  readonly reply: ReplyView | null;
  readonly onReply: (reply: NewReply) => Promise<void>;
}

/** The invitee's own reply, and the form to give or change it. */
export function AttendanceReply({ asked, reply, onReply }: AttendanceProps): JSX.Element {
  const [form, setForm] = useState<NewReply['answer']>();
  const { fields, replyOf } = useReplyFields(asked, reply);
  const send = async (body: NewReply | undefined): Promise<void> => {
    if (body === undefined) return;
    await onReply(body);
    setForm(undefined);
  };
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
        void send(replyOf(form));
      }}
    >
      {fields(form)}
      <div class="attend__buttons">
        <Button onPress={() => setForm(undefined)}>{commonWords().cancel}</Button>
        <Button type="submit" look="primary" testId="attend-send" disabled={replyOf(form) === undefined}>
          {replyFormWords().send}
        </Button>
      </div>
    </form>
  );
}
