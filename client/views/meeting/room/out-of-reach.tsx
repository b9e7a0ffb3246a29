import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { ConferenceStore } from '../../../state/conference.ts';
import { CutOff } from './cut-off.tsx';

/** A room in a meeting that has lost the server; the scene below shows the last known state. */
export function OutOfReach({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  const since = useRef<number | undefined>(undefined);
  const isLost = store.standing.value.kind === 'reconnecting';
  since.current = isLost ? (since.current ?? store.clock.now()) : undefined;
  if (since.current === undefined) return null;
  return <CutOff since={since.current} testId="reconnecting" />;
}
