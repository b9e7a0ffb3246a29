import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { sinceOf } from '../../../i18n/formats.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import { useServerNow } from '../now.ts';
import { CutOff } from './cut-off.tsx';
import { roomWords } from './words.ts';

/** A room in a meeting that has lost the server; the scene below shows the last known state. */
export function OutOfReach({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  const since = useRef<number | undefined>(undefined);
  const isLost = store.standing.value.kind === 'reconnecting';
  since.current = isLost ? (since.current ?? store.clock.now()) : undefined;
  const now = useServerNow(store.clock, isLost);
  if (since.current === undefined) return null;
  return (
    <CutOff since={since.current} clock={store.clock} testId="reconnecting">
      <small>{roomWords().sceneAsOf(sinceOf(since.current, now))}</small>
    </CutOff>
  );
}
