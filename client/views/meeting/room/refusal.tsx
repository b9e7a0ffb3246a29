import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { refusalText } from '../../../i18n/formats.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';

/** Long enough to be read from the far end of a room. */
const shownMs = 10_000;

/** Why the last press had no effect. Goes by itself: nobody must look for a button to close it. */
export function RoomRefusal({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  const refusal = store.refusal.value;
  useEffect(() => {
    if (!refusal) return undefined;
    const timer = setTimeout(() => store.forgetRefusal(), shownMs);
    return () => clearTimeout(timer);
  }, [refusal, store]);
  if (!refusal) return null;
  return (
    <p class="room-refusal" role="alert" data-testid="room-refusal" data-code={refusal.code}>
      {refusalText(refusal)}
    </p>
  );
}
