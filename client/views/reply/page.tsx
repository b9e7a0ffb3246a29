import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { RestResponse } from '../../../protocol/rest/client-types.ts';
import { showLanguage } from '../../i18n/language.ts';
import { dayOf, timeOfDay } from '../../i18n/formats.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { replyWords } from './words.ts';
import type { AccountSession } from '../../state/session.ts';
import { AttendanceReply } from '../shared/replies/reply-form.tsx';
import { Alert, LanguageSwitch } from '../shared/controls.tsx';
import { MessagePage } from '../shared/message-page.tsx';
import { Emblem } from '../shared/icons.tsx';

interface ReplyPageProps {
  readonly session: AccountSession;
  /** Allows its holder to answer one invitation. */
  readonly token: string;
}

/** The page behind the link in an invitation letter: replies without signing in. */
export function ReplyPage({ session: { rest }, token }: ReplyPageProps): JSX.Element {
  const [invitation, setInvitation] = useState<RestResponse<'reply.linked'>>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    void rest.call('reply.linked', { params: { token } }).then(async (result) => {
      if (result.ok) {
        // As the letter, whatever the language of the last visitor of this browser.
        await showLanguage(result.value.language);
        setInvitation(result.value);
      } else setRefusal(result.error.code);
    });
  }, [rest, token]);
  if (!invitation) {
    const title = refusal === undefined ? commonWords().loading : errorWords()[refusal];
    return <MessagePage title={isOver(refusal) ? replyWords().linkOver : title} testId="reply-notice" />;
  }
  const { meeting, name, siteName, asked, reply } = invitation;
  return (
    <main class="reply" data-testid="reply-page">
      <div class="brand">
        <Emblem />
        <span>{commonWords().appName}</span>
      </div>
      <h1>{meeting.title}</h1>
      <dl>
        <dt>{replyWords().when}</dt>
        <dd>
          {timeOfDay(meeting.startsAtMs)}–{timeOfDay(meeting.endsAtMs)}, {dayOf(meeting.startsAtMs)}
        </dd>
        <dt>{commonWords().organisingSite}</dt>
        <dd>{meeting.siteName}</dd>
        <dt>{replyWords().invited}</dt>
        <dd>{[name, siteName].filter((part) => part !== '').join(', ')}</dd>
      </dl>
      <section class="attend">
        <AttendanceReply
          asked={asked}
          reply={reply}
          onReply={async (body) => {
            const result = await rest.call('reply.byLink', { params: { token }, body });
            setRefusal(result.ok ? undefined : result.error.code);
            if (result.ok) setInvitation(result.value);
          }}
        />
        {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      </section>
      <LanguageSwitch />
    </main>
  );
}

/** Here nobody has signed in, so a refusal of the token means that the link is no longer valid. */
const isOver = (refusal: ErrorCode | undefined): boolean =>
  refusal === 'not-found' || refusal === 'token-expired' || refusal === 'unauthenticated';
