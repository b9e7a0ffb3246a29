import { launchChromium } from '../../support/browsers/chromium.ts';
import { launchFirefox, mediaAt } from '../../support/browsers/firefox.ts';
import { openOwnAddress } from '../../support/network/namespaces.ts';
import { administration } from './administration.ts';
import { type Journey, openJourney } from './journey.ts';
import { planning } from './planning.ts';
import { record } from './record.ts';
import { session } from './session.ts';

for (const [browser, launch, width] of [
  ['Chromium', launchChromium, 1280],
  ['Chromium', launchChromium, 768],
  ['Chromium', launchChromium, 390],
  ['Firefox', launchFirefox, 1280],
] as const) {
  describe(`from an empty folder to a signed-off session, by the pages alone, ${width} wide in ${browser}`, function () {
    this.timeout(600_000);
    this.bail(true);
    const closing = new AsyncDisposableStack();
    let opened: Journey;
    const journey = (): Journey => opened;
    before(async () => {
      const environment =
        browser === 'Firefox' ? mediaAt(closing.use(await openOwnAddress()).address) : undefined;
      opened = closing.use(await openJourney(browser.toLowerCase(), launch, width, environment));
    });
    after(() => closing.disposeAsync());

    administration(journey);
    planning(journey);
    session(journey);
    record(journey);

    it('takes no more presses for each job than before', () =>
      opened.presses.judge(`${browser.toLowerCase()}-${width}`));
  });
}
