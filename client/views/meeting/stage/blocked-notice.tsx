import type { JSX } from 'preact';
import { viewingWords } from './viewing-words.ts';
import { Support } from '../room/cut-off.tsx';
import type { ClientMedia } from '../../../media/session.ts';

/** Says that pictures and sound do not get through, what the technicians have to look at and, in a room, their numbers. */
export function BlockedNotice({ media }: { readonly media: ClientMedia }): JSX.Element | null {
  return media.blockage.isBlocked.value ? (
    <div class="line-notice line-notice--stopped" role="alert" data-testid="media-blocked">
      <p>{viewingWords().blocked}</p>
      <Support />
    </div>
  ) : null;
}
