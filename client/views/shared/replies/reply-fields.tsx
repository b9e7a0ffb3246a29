import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OwnReadiness, ReplyView } from '../../../../protocol/rest/meetings/readiness.ts';
import { Field } from '../controls.tsx';
import { NumberField, TextArea } from '../form-fields.tsx';
import { replyFormWords } from './reply-form-words.ts';

export type NewReply =
  | { readonly answer: 'confirmed'; readonly delegateCount: number; readonly delegates: string[] }
  | { readonly answer: 'declined'; readonly reason: string };

interface ReplyFields {
  readonly fields: (answer: NewReply['answer']) => JSX.Element;
  /** Undefined while the fields are not complete. */
  readonly replyOf: (answer: NewReply['answer']) => NewReply | undefined;
}

/** The fields of a reply. They start from the previous reply, else from the delegates that planners ask for. */
export function useReplyFields(asked: OwnReadiness['asked'], reply: ReplyView | null): ReplyFields {
  const known = reply?.answer === 'confirmed' ? reply.delegates : asked.map(({ name }) => name);
  const coming = reply?.answer === 'confirmed' ? reply.delegateCount : Math.max(1, asked.length);
  const [count, setCount] = useState(String(coming));
  const [names, setNames] = useState(known.join('\n'));
  const [reason, setReason] = useState('');
  return {
    fields: (answer) =>
      answer === 'confirmed' ? (
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
      ),
    replyOf(answer) {
      if (answer === 'declined') return reason.trim() === '' ? undefined : { answer, reason };
      const delegateCount = Number(count);
      const delegates = names.split('\n').flatMap((name) => name.trim() || []);
      const isCount =
        Number.isInteger(delegateCount) && delegateCount >= 1 && delegates.length <= delegateCount;
      return isCount ? { answer, delegateCount, delegates } : undefined;
    },
  };
}
