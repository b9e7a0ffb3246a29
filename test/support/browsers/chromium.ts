import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { noiseFilm } from './noise-film.ts';

export type Autoplay = 'allowed' | 'blocked' | 'by-press';
export type Camera = 'test-picture' | 'noise';

/** Half of Chromium's own choice: encoding pictures is most of the work of a browser test. */
const picturesPerS = 10;

/**
 * Debian's Chromium with a fake camera (a moving test picture) and a fake microphone (beeps). It sends
 * nothing to the internet, so it also works without.
 *
 * @param displays of the machine, side by side, each of 1920 × 1080. With two, windows are opened only after a press,
 *   which is Chromium's own policy and not Playwright's
 * @param autoplay `blocked` is Chromium's own policy: no sound before somebody presses something on the page;
 *   `by-press` is that of other browsers: a press allows the sounds that begin within some seconds
 * @param camera `noise`: pictures that take as many bits as their encoder may use, on a busy machine too, which sends
 *   fewer of them
 * @param devices `asked`: a page may use those only that its context is granted; all others are refused
 */
export const launchChromium = ({
  autoplay = 'allowed',
  devices = 'allowed',
  camera = 'test-picture',
  displays = 1,
}: {
  readonly autoplay?: Autoplay;
  readonly devices?: 'allowed' | 'asked';
  readonly displays?: 1 | 2;
  readonly camera?: Camera;
} = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    // Where the shell names no language, Chromium would save a file with Vietnamese letters as "download".
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    ...(displays === 2 && { ignoreDefaultArgs: ['--disable-popup-blocking'] }),
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--use-fake-device-for-media-stream=fps=${picturesPerS}`,
      ...(camera === 'noise' ? [`--use-file-for-fake-video-capture=${noiseFilm(picturesPerS)}`] : []),
      ...(devices === 'allowed' ? ['--use-fake-ui-for-media-stream'] : []),
      ...(displays === 2 ? ['--screen-info={1920x1080}{1920x1080}'] : []),
      ...(autoplay === 'allowed' ? ['--autoplay-policy=no-user-gesture-required'] : []),
      ...(autoplay === 'by-press' ? ['--autoplay-policy=user-gesture-required'] : []),
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
