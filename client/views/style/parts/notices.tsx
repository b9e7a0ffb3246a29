import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { meetingState } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import { meetingStateTexts } from '../../../i18n/meeting-states.ts';
import { Alert } from '../../shared/controls.tsx';
import { MessagePage } from '../../shared/message-page.tsx';
import { lazyView } from '../../shared/lazy-view.tsx';
import { Refused } from '../../shared/refused.tsx';
import { useWait, WaitAlert } from '../../shared/waiting.tsx';
import { styleWords } from '../words.ts';
import { Part } from './part.tsx';

/** Its code never arrives, so that what is shown meanwhile stays. */
const Loading = lazyView(() => new Promise<never>(() => undefined));

/** What the pages say: done, refused, wait, loading; and the states in badges. */
export function Notices(): JSX.Element {
  const words = styleWords();
  const [wait] = useState<Refusal>({ code: 'too-many-attempts', retryAfterS: 90 });
  const leftS = useWait(wait);
  return (
    <>
      <Part title={words.notices}>
        <Alert>{words.alert}</Alert>
        <p class="import__done" role="status">
          {words.done}
        </p>
        <Refused code="conflict" />
        <Refused
          code="not-cleared"
          uncleared={[{ inviteeId: 'sample', name: words.samplePerson, siteName: words.sampleUnit }]}
        />
        <WaitAlert refusal={wait} leftS={leftS} other={words.alert} />
        <div class="style__notice">
          <MessagePage title={words.title} text={words.noticeText} />
        </div>
        <div class="style__notice">
          <Loading />
        </div>
      </Part>
      <Part title={words.badges}>
        <div class="style__row">
          {meetingState.options.map((state) => (
            <span key={state} class={`badge badge--${state}`}>
              {meetingStateTexts()[state]}
            </span>
          ))}
          <span class="badge badge--emergency">{words.emergency}</span>
          <span>
            {words.count} <span class="count">3</span> <span class="count count--new">3</span>
          </span>
        </div>
      </Part>
    </>
  );
}
