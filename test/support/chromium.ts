import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/**
 * Debian's Chromium with a fake camera (a moving test picture) and a fake microphone (beeps). It sends
 * nothing to the internet, so it also works without.
 *
 * @param autoplay `blocked` is Chromium's own policy: no sound before somebody presses something on the page
 */
export const launchChromium = ({
  autoplay = 'allowed',
}: { readonly autoplay?: 'allowed' | 'blocked' } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(autoplay === 'allowed' ? ['--autoplay-policy=no-user-gesture-required'] : []),
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
