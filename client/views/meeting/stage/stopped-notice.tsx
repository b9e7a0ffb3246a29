import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { stoppedWords } from './stopped-words.ts';
import type { ClientMedia } from '../../../media/session.ts';
import { Button } from '../../shared/controls.tsx';
import { MicrophoneOffIcon } from '../../shared/icons.tsx';

const minuteMs = 60_000;

/**
 * Says what the server no longer accepts from this participant and why; sends it again on
 * request, as soon as allowed.
 */
export function StoppedNotice({ media }: { readonly media: ClientMedia }): JSX.Element | null {
  const stopped = media.sendingStopped.value;
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    setNowMs(performance.now());
    if (!stopped) return undefined;
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, [stopped]);
  if (!stopped) return null;
  const leftMs = stopped.againAtMs - nowMs;
  return (
    <p class="line-notice line-notice--stopped" role="alert" data-testid="sending-stopped">
      <MicrophoneOffIcon />
      <span>{stoppedWords()[stopped.source ?? 'all']}</span>
      <Button testId="send-again" disabled={leftMs > 0} onPress={() => media.sendAgain()}>
        {leftMs > 0 ? stoppedWords().againIn(Math.ceil(leftMs / minuteMs)) : stoppedWords().again}
      </Button>
    </p>
  );
}
