import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { OwnReadiness } from '../../../protocol/rest/meetings/readiness.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert } from '../shared/controls.tsx';
import { AttendanceReply } from '../shared/replies/reply-form.tsx';
import { invitationWords } from './invitations/words.ts';

interface OwnInvitationProps {
  readonly rest: Rest;
  readonly meetingId: string;
}

/** The reader's own invitation, to answer it. That it was shown counts as seen. */
export function OwnInvitation({ rest, meetingId }: OwnInvitationProps): JSX.Element {
  const [own, setOwn] = useState<OwnReadiness>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const params = { meetingId };
  useEffect(() => {
    let wanted = true;
    void rest.call('invitation.see', { params: { meetingId } }).then((seen) => {
      if (!wanted) return;
      setRefusal(seen.ok ? undefined : seen.error.code);
      if (seen.ok) setOwn(seen.value);
    });
    return () => {
      wanted = false;
    };
  }, [rest, meetingId]);
  return (
    <section class="panel plan own-invitation" data-testid="own-invitation">
      <h2>{invitationWords().own}</h2>
      {own && (
        <AttendanceReply
          asked={own.asked}
          reply={own.reply}
          onReply={async (body) => {
            const result = await rest.call('reply.own', { params, body });
            setRefusal(result.ok ? undefined : result.error.code);
            if (result.ok) setOwn(result.value);
          }}
        />
      )}
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
    </section>
  );
}
