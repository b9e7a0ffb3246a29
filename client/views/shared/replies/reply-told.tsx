import type { JSX } from 'preact';
import type { ReplyView } from '../../../../protocol/rest/meetings/readiness.ts';
import { telephoneReplyWords } from './telephone-reply-words.ts';

/** What an invitee answered, and for an answer by telephone who gave and who entered it. */
export function ReplyTold({ reply }: { readonly reply: ReplyView | null }): JSX.Element {
  const words = telephoneReplyWords();
  if (reply === null) return <span>{words.none}</span>;
  return (
    <>
      <span>
        {reply.answer === 'confirmed' ? words.confirmed(reply.delegateCount) : words.declined(reply.reason)}
      </span>
      {reply.answer === 'confirmed' && reply.delegates.length > 0 && (
        <small class="muted">{reply.delegates.join(', ')}</small>
      )}
      {reply.call !== null && (
        <small class="muted" data-testid="reply-call">
          {words.told(reply.call.saidBy, reply.call.enteredBy)}
        </small>
      )}
    </>
  );
}
