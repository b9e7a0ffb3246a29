import type { JSX } from 'preact';
import { clockTime } from '../../i18n/formats.ts';
import type { ServerClock } from '../../state/conference/server-clock.ts';
import { useServerNow } from './now.ts';

/** The time by the server's clock, so that it agrees with every countdown beside it. */
export function Clock({ clock }: { readonly clock: ServerClock }): JSX.Element {
  return <time class="clock">{clockTime(useServerNow(clock, true))}</time>;
}
