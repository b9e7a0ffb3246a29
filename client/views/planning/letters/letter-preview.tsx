import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { languageNames } from '../../../../protocol/language.ts';
import type { LetterPreview } from '../../../../protocol/rest/meetings/letters.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../../shared/controls.tsx';
import { letterWords } from './words.ts';

interface LetterPreviewProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly inviteeId: string;
  readonly onClose: () => void;
}

/** The letter to one invitee as it is sent. */
export function LetterPreviewDialog({
  rest,
  meetingId,
  inviteeId,
  onClose,
}: LetterPreviewProps): JSX.Element {
  const words = letterWords();
  const [letter, setLetter] = useState<LetterPreview>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    void rest.call('letter.preview', { params: { meetingId, inviteeId } }).then((result) => {
      setRefusal(result.ok ? undefined : result.error.code);
      if (result.ok) setLetter(result.value);
    });
  }, [rest, meetingId, inviteeId]);
  return (
    <Dialog title={words.preview} onClose={onClose}>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      {letter && (
        <>
          <p class="muted">{words.previewNote}</p>
          <dl class="letter-head">
            <dt>{words.from}</dt>
            <dd>{letter.fromName}</dd>
            <dt>{words.to}</dt>
            <dd>{letter.toName}</dd>
            <dt>{words.language}</dt>
            <dd data-testid="letter-language">{languageNames[letter.language]}</dd>
            <dt>{words.subject}</dt>
            <dd>{letter.subject}</dd>
            <dt>{words.attachment}</dt>
            <dd>{letter.attachment}</dd>
          </dl>
          <p class="letter-text" lang={letter.language} data-testid="letter-text">
            {letter.text}
          </p>
        </>
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().close}</Button>
      </div>
    </Dialog>
  );
}
