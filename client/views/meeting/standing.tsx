import type { JSX } from 'preact';
import { meetingWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { ConferenceStore } from '../../state/conference/conference.ts';
import { MessagePage } from '../shared/message-page.tsx';

/** Says why there is no conference on the screen yet. */
export function NotInYet({ store }: { readonly store: ConferenceStore }): JSX.Element {
  const standing = store.standing.value;
  switch (standing.kind) {
    case 'lobby': {
      const { lobbyTitle, lobbyText, lobbyChairText } = meetingWords();
      return (
        <MessagePage
          title={lobbyTitle}
          text={standing.awaitsChair ? lobbyChairText : lobbyText}
          testId="lobby"
        >
          <strong class="notice__about">{store.conference.value.title}</strong>
          <span class="notice__about">{store.identity.value?.name}</span>
        </MessagePage>
      );
    }
    case 'held-off':
      return <MessagePage title={errorWords()[standing.code]} text={meetingWords().retrying} />;
    case 'reconnecting':
      return <MessagePage title={meetingWords().reconnecting} testId="reconnecting" />;
    case 'connecting':
    case 'joined':
    case 'over':
      return <MessagePage title={meetingWords().connecting} />;
    default:
      return standing satisfies never;
  }
}

/** Covers the conference while its connection is lost; the screen shows the last known state. */
export function ReconnectBanner({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  return store.standing.value.kind === 'reconnecting' ? (
    <div class="banner" role="status" data-testid="reconnecting">
      <span class="banner__spinner" />
      {meetingWords().reconnecting}
    </div>
  ) : null;
}
