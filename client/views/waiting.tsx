import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Refusal } from '../../protocol/rest/problem.ts';
import { durationOf, t } from '../i18n/messages.ts';
import { Alert } from './controls.tsx';

/** Often enough that no second is skipped on the screen. */
const tickMs = 250;

/** Whole seconds that a refusal says to wait and that are left; 0 where it says none, or they are over. */
export function useWait(refusal: Refusal | undefined): number {
  const [leftS, setLeftS] = useState(0);
  // Before the page is drawn, lest it says for a moment that the wait is over.
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
  /** What to say of any other refusal. */
  readonly other: string;
}

/** Says why and how long to wait. It does not count aloud: a screen reader would read each second. */
export function WaitAlert({ refusal: { code, retryAfterS = 0 }, leftS, other }: WaitAlertProps): JSX.Element {
  const { waits } = t();
  if (code !== 'too-many-attempts' && code !== 'too-fast') return <Alert>{other}</Alert>;
  if (leftS === 0) return <Alert>{waits.over}</Alert>;
  const wait = durationOf(retryAfterS);
  return <Alert>{code === 'too-fast' ? waits.askedTooOften(wait) : waits.wrongTooOften(wait)}</Alert>;
}
