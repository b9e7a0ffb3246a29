import type { JSX } from 'preact';
import { viewingWords } from './viewing-words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { Button } from '../../shared/controls.tsx';
import { SoundOnlyIcon } from '../../shared/icons.tsx';

interface LineProps {
  readonly attendance: Attendance;
}

/**
 * Tells why there are no pictures: quietly where the person has turned them off, or the line is too slow for them, and
 * aloud where nothing gets through.
 */
export function LineNotice({ attendance: { viewing, media } }: LineProps): JSX.Element | null {
  if (media.blockage.isBlocked.value) {
    return (
      <p class="line-notice line-notice--stopped" role="alert" data-testid="media-blocked">
        {viewingWords().blocked}
      </p>
    );
  }
  if (viewing.audioOnly.value) {
    return (
      <p class="line-notice" role="status" data-testid="audio-only-notice">
        <SoundOnlyIcon />
        <span>{viewingWords().audioOnlyNotice}</span>
        <Button testId="show-pictures" onPress={() => (viewing.audioOnly.value = false)}>
          {viewingWords().pictures}
        </Button>
      </p>
    );
  }
  return media.picturesHeld.value ? (
    <p class="line-notice" role="status">
      <SoundOnlyIcon />
      <span>{viewingWords().picturesHeld}</span>
    </p>
  ) : null;
}

/** Turns pictures off to save bandwidth, and on again. */
export function AudioOnlyButton({
  attendance: { viewing },
  large = false,
}: LineProps & { readonly large?: boolean }): JSX.Element {
  const { audioOnly } = viewing;
  return (
    <Button
      large={large}
      pressed={audioOnly.value}
      look={audioOnly.value ? 'primary' : 'plain'}
      hint={viewingWords().audioOnlyHint}
      testId="audio-only"
      onPress={() => (audioOnly.value = !audioOnly.value)}
    >
      <SoundOnlyIcon />
      <span>{viewingWords().audioOnly}</span>
    </Button>
  );
}
