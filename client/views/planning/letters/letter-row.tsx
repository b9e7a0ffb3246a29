import type { JSX } from 'preact';
import type { LetterRow } from '../../../../protocol/rest/meetings/letters.ts';
import { dateAndTimeOf } from '../../../i18n/formats.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import { hasAddress } from '../../../state/planning/letters.ts';
import { Button } from '../../shared/controls.tsx';
import { ReplyTold } from '../../shared/replies/reply-told.tsx';
import { telephoneReplyWords } from '../../shared/replies/telephone-reply-words.ts';
import { letterWords } from './words.ts';

interface LetterRowProps {
  readonly row: LetterRow;
  readonly onPreview: () => void;
  /** Undefined where the letter cannot be sent now. */
  readonly onSend: (() => void) | undefined;
  /** Undefined where no answer can be entered now. */
  readonly onReply: (() => void) | undefined;
}

/** The last letter to one invitee: what became of it, and the answer. */
export function LetterLine({ row, onPreview, onSend, onReply }: LetterRowProps): JSX.Element {
  const words = letterWords();
  const { name, siteName, role, email, letter, state, atMs, failure, seenAtMs, reply, invitationId } = row;
  const send = state === 'unsent' ? words.send : words.resend;
  return (
    <li class="letter" data-testid="letter" data-invitee={row.inviteeId} data-state={state}>
      <div class="letter__who">
        <strong>{name}</strong>
        <span class="muted">{siteName}</span>
        {role !== null && <span class="muted">{roleTexts()[role]}</span>}
        {email !== null && <span class="letter__address">{email}</span>}
      </div>
      <div class="letter__state">
        <span class={`badge badge--letter-${state}`}>
          {letter !== null && letter !== 'invitation' && `${words.kinds[letter]}: `}
          {words.states[state]}
        </span>
        {atMs !== null && <time dateTime={new Date(atMs).toISOString()}>{dateAndTimeOf(atMs)}</time>}
        {failure !== null && (
          <small class="letter__failure">
            {words.failures[failure.reason]}
            {failure.words !== '' && `: ${failure.words}`}
          </small>
        )}
        {seenAtMs !== null && <span>{words.seen(dateAndTimeOf(seenAtMs))}</span>}
        {invitationId !== null && <ReplyTold reply={reply} />}
      </div>
      <div class="letter__buttons">
        {hasAddress(row) && (
          <Button
            look="quiet"
            testId="letter-preview"
            label={`${words.preview}: ${name}`}
            onPress={onPreview}
          >
            {words.preview}
          </Button>
        )}
        {onSend && (
          <Button look="quiet" testId="letter-resend" label={`${send}: ${name}`} onPress={onSend}>
            {send}
          </Button>
        )}
        {onReply && (
          <Button
            look="quiet"
            testId="letter-reply"
            label={`${telephoneReplyWords().enter}: ${name}`}
            onPress={onReply}
          >
            {telephoneReplyWords().enter}
          </Button>
        )}
      </div>
    </li>
  );
}
