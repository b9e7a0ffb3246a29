import type { JSX } from 'preact';
import { commonWords } from '../../../i18n/common.ts';
import type { ServerClock } from '../../../state/conference/server-clock.ts';
import { LanguageSwitch } from '../../shared/controls.tsx';
import { Emblem } from '../../shared/icons.tsx';
import { Clock } from '../clock.tsx';

/** The top of a room's screen outside its meetings. */
export const RoomHead = ({ clock }: { readonly clock: ServerClock }): JSX.Element => (
  <header>
    <div class="brand">
      <Emblem />
      <span>{commonWords().appName}</span>
    </div>
    <LanguageSwitch />
    <Clock clock={clock} />
  </header>
);
