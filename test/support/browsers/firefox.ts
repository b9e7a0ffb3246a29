import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firefox } from 'playwright-core';
import type { Browser } from 'playwright-core';

const preferences = {
  // It sends nothing to the internet, so it also works without.
  'app.normandy.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.server': '',
  // Pages play sound, and use a fake camera and microphone, without a question.
  'media.autoplay.default': 0,
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/** Debian's Firefox, driven by its own WebDriver BiDi (W3C); Playwright's own build of Firefox is not needed. */
export const launchFirefox = (): Promise<Browser> =>
  firefox.launch({
    channel: 'moz-firefox',
    executablePath: fileURLToPath(new URL('./firefox-with-playwright.ts', import.meta.url)),
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` },
    firefoxUserPrefs: preferences,
  });

/** Lets Firefox reach a service's media: it gathers no ICE candidates on loopback. */
export const mediaAt = (address: string): Readonly<Record<string, string>> => ({
  DIEMCAU_MEDIA__LISTEN__IP: '0.0.0.0',
  DIEMCAU_MEDIA__LISTEN__ANNOUNCEDADDRESS: address,
});
