import { rehearsalReasonWords as vi } from '../../domain/words.ts';
import type { RehearsalReason } from '../../protocol/rest/meetings/rehearsals.ts';
import { catalogue } from './language.ts';

export const rehearsalReasonTexts = catalogue<Record<RehearsalReason, string>>({
  vi,
  en: {
    'no-camera': 'No picture from the camera',
    'camera-dark': 'Dark picture or covered lens',
    'camera-small': 'Picture too small',
    'no-microphone': 'No microphone',
    'microphone-silent': 'Silent microphone',
    'speaker-silent': 'Microphone does not hear the speaker',
    'no-server': 'Server could not be measured',
    'far-away': 'Round trip too long',
    'line-down': 'Weak line down',
    'line-up': 'Weak line up',
    'no-media-path': 'Sound and picture do not reach the server',
    'loss-high': 'Much packet loss',
  },
});
