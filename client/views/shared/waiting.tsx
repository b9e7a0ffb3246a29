import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { durationOf } from '../../i18n/formats.ts';
import { waitWords } from '../../i18n/waits.ts';
import { Alert } from './controls.tsx';

/** Short enough that the screen skips no second. */
const tickMs = 250;

/** Whole seconds left of the wait that a refusal demands; 0 where it demands none, or the wait is over. */
export function useWait(refusal: Refusal | undefined): number {
  const [leftS, setLeftS] = useState(0);
  // Before the page is drawn; otherwise it would say for a moment that the wait is over.
  useLayoutEffect(() => {
    const waitS = refusal?.retryAfterS ?? 0;
    setLeftS(waitS);
    if (waitS === 0) return undefined;
    const overAtMs = performance.now() + waitS * 1_000;
    const timer = setInterval(() => {
      const leftS = Math.max(0, Math.ceil((overAtMs - performance.now()) / 1_000));
      setLeftS(leftS);
      if (leftS === 0) clearInterval(timer);
    }, tickMs);
    return () => clearInterval(timer);
  }, [refusal]);
  return leftS;
}

interface WaitAlertProps {
  readonly refusal: Refusal;
  readonly leftS: number;
  /** Text for any other refusal. */
  readonly other: string;
}

/** Says why and how long to wait. The seconds are not announced: a screen reader would read each of them. */
export function WaitAlert({ refusal: { code, retryAfterS = 0 }, leftS, other }: WaitAlertProps): JSX.Element {
  const waits = waitWords();
  if (code !== 'too-many-attempts' && code !== 'too-fast') return <Alert>{other}</Alert>;
  if (leftS === 0) return <Alert>{waits.over}</Alert>;
  const wait = durationOf(retryAfterS);
  return <Alert>{code === 'too-fast' ? waits.askedTooOften(wait) : waits.wrongTooOften(wait)}</Alert>;
}
