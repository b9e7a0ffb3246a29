import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ReplyView } from '../../../../protocol/rest/meetings/readiness.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button } from '../../shared/controls.tsx';
import { NewPassword, nothingTyped } from '../../shared/passwords/new-password.tsx';
import { ReopenButton } from '../../shared/reopen-button.tsx';
import { AttendanceReply } from '../../shared/replies/reply-form.tsx';
import { ReplyTold } from '../../shared/replies/reply-told.tsx';
import { TelephoneReply } from '../../shared/replies/telephone-reply.tsx';
import { telephoneReplyWords } from '../../shared/replies/telephone-reply-words.ts';
import { styleWords } from '../words.ts';
import { Part } from './part.tsx';

/** What an invitee answers, and forms that several pages have. */
export function Replies({ rest }: { readonly rest: Rest }): JSX.Element {
  const words = styleWords();
  const asked = [{ name: words.samplePerson, position: words.position }];
  const said = {
    by: 'telephone' as const,
    atMs: 1_796_600_000_000,
    call: { saidBy: words.samplePerson, enteredBy: words.samplePerson },
  };
  const confirmed: ReplyView = {
    answer: 'confirmed',
    delegateCount: 2,
    delegates: [words.samplePerson],
    ...said,
  };
  const declined: ReplyView = { answer: 'declined', reason: words.sample, ...said, call: null };
  const [reply, setReply] = useState<ReplyView | null>(null);
  const [isCalled, setCalled] = useState(false);
  const [typed, setTyped] = useState(nothingTyped);
  const [endedAtMs] = useState(() => Date.now());
  return (
    <Part title={words.replies}>
      <AttendanceReply
        asked={asked}
        reply={reply}
        onReply={(body) => Promise.resolve(setReply({ ...body, ...said }))}
      />
      {[null, confirmed, declined].map((each) => (
        <p key={each?.answer} class="style__row">
          <ReplyTold reply={each} />
        </p>
      ))}
      <div class="style__row">
        <Button onPress={() => setCalled(true)}>{telephoneReplyWords().enter}</Button>
        <ReopenButton meetingId="sample" rest={rest} endedAtMs={endedAtMs} onOpened={() => setReply(null)} />
      </div>
      <NewPassword typed={typed} onType={setTyped} />
      {isCalled && (
        <TelephoneReply
          rest={rest}
          meetingId="sample"
          invitation={{ id: 'sample', name: words.sampleRoom, siteName: words.sampleUnit, asked, reply }}
          onClose={() => setCalled(false)}
          onEntered={() => setCalled(false)}
        />
      )}
    </Part>
  );
}
