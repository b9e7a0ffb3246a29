import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { OwnReadiness, ReplyView } from '../../../../protocol/rest/meetings/readiness.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog, Field, Toggle } from '../controls.tsx';
import { type NewReply, useReplyFields } from './reply-fields.tsx';
import { telephoneReplyWords } from './telephone-reply-words.ts';

interface TelephoneReplyProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly invitation: {
    readonly id: string;
    readonly name: string;
    readonly siteName: string;
    readonly asked: OwnReadiness['asked'];
    readonly reply: ReplyView | null;
  };
  readonly onClose: () => void;
  readonly onEntered: () => void;
}

/** Enters what an invitee answered by telephone, and who said so. */
export function TelephoneReply({
  rest,
  meetingId,
  invitation,
  onClose,
  onEntered,
}: TelephoneReplyProps): JSX.Element {
  const words = telephoneReplyWords();
  const [saidBy, setSaidBy] = useState('');
  const [answer, setAnswer] = useState<NewReply['answer']>('confirmed');
  const { fields, replyOf } = useReplyFields(invitation.asked, invitation.reply);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const reply = replyOf(answer);
  const enter = async (): Promise<void> => {
    if (reply === undefined) return;
    const params = { meetingId, invitationId: invitation.id };
    const result = await rest.call('reply.byTelephone', { params, body: { saidBy, reply } });
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) onEntered();
  };
  return (
    <Dialog
      title={`${words.enter}: ${[invitation.name, invitation.siteName].filter((part) => part !== '').join(', ')}`}
      onClose={onClose}
      testId="telephone-reply"
    >
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <Field
          label={words.saidBy}
          value={saidBy}
          maxLength={200}
          required
          testId="telephone-said-by"
          onInput={setSaidBy}
        />
        <Toggle
          label={words.answer}
          value={answer}
          options={[
            { value: 'confirmed', text: words.answers.confirmed },
            { value: 'declined', text: words.answers.declined },
          ]}
          onChange={setAnswer}
          testId="telephone-answer"
        />
        {fields(answer)}
        {refusal && <Alert>{errorWords()[refusal]}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button
            type="submit"
            look="primary"
            testId="telephone-save"
            disabled={reply === undefined || saidBy.trim() === ''}
          >
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
