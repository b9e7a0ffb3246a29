import type { JSX } from 'preact';
import { viewingWords } from './viewing-words.ts';
import type { ClientMedia } from '../../../media/session.ts';

/** Says that pictures and sound do not get through, and what the technicians have to look at. */
export function BlockedNotice({ media }: { readonly media: ClientMedia }): JSX.Element | null {
  return media.blockage.isBlocked.value ? (
    <p class="line-notice line-notice--stopped" role="alert" data-testid="media-blocked">
      {viewingWords().blocked}
    </p>
  ) : null;
}
