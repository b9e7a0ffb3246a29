import type { JSX } from 'preact';
import { t } from '../../i18n/messages.ts';
import type { Attendance } from '../../media/attendance.ts';
import { Button } from '../controls.tsx';
import { SoundOnlyIcon } from '../icons.tsx';

interface LineProps {
  readonly attendance: Attendance;
}

/**
 * Tells quietly why there are no pictures: the person has turned them off, or the line is too slow for them.
 */
export function LineNotice({ attendance: { viewing, media } }: LineProps): JSX.Element | null {
  if (viewing.audioOnly.value) {
    return (
      <p class="line-notice" role="status" data-testid="audio-only-notice">
        <SoundOnlyIcon />
        <span>{t().viewing.audioOnlyNotice}</span>
        <Button testId="show-pictures" onPress={() => (viewing.audioOnly.value = false)}>
          {t().viewing.pictures}
        </Button>
      </p>
    );
  }
  return media.picturesHeld.value ? (
    <p class="line-notice" role="status" data-testid="pictures-held">
      <SoundOnlyIcon />
      <span>{t().viewing.picturesHeld}</span>
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
      hint={t().viewing.audioOnlyHint}
      testId="audio-only"
      onPress={() => (audioOnly.value = !audioOnly.value)}
    >
      <SoundOnlyIcon />
      <span>{t().viewing.audioOnly}</span>
    </Button>
  );
}
