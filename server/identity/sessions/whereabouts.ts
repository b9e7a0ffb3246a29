import bowser from 'bowser';
import type { Whereabouts } from './session-repository.ts';

/** Where a request comes from, by its connection and headers. */
export type ClientOrigin = { readonly address: string; readonly userAgent?: string | undefined };

/** Longer ones are forged. A short limit also bounds the time of the regular expressions that parse them. */
const longestUserAgent = 400;

export const whereabouts = ({ address, userAgent }: ClientOrigin): Whereabouts => ({
  address,
  browser: browserName(userAgent),
});

/** Browser, its main version and the system, such as "Firefox 145, Windows"; null where unknown. */
function browserName(userAgent: string | undefined): string | null {
  if (userAgent === undefined || userAgent === '') return null;
  const { browser, os } = bowser.parse(userAgent.slice(0, longestUserAgent));
  if (browser.name === undefined || browser.name === '') return null;
  // Common in Vietnam, but unknown to the library, which takes it for Chrome.
  const name = userAgent.includes('coc_coc_browser') ? 'Cốc Cốc' : browser.name;
  const version = browser.version?.split('.', 1).join();
  return [[name, version].filter(Boolean).join(' '), os.name].filter(Boolean).join(', ').slice(0, 100);
}
