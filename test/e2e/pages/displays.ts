import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { patience } from './witness.ts';

/** Gives a page the permission to know the machine's displays, as a kiosk's policy or a person's answer does. */
export async function letKnowDisplays(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { targetInfo } = await devtools.send('Target.getTargetInfo');
  await devtools.send('Browser.setPermission', {
    permission: { name: 'window-management' },
    setting: 'granted',
    origin: new URL(page.url()).origin,
    ...(targetInfo.browserContextId !== undefined && { browserContextId: targetInfo.browserContextId }),
  });
}

/** Pulls the cable of the second display out of the machine of this browser, or puts it back in. */
export async function plugDisplay(page: Page, isIn: boolean): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  if (isIn) await devtools.send('Emulation.addScreen', { left: 1920, top: 0, width: 1920, height: 1080 });
  else {
    const { screenInfos } = await devtools.send('Emulation.getScreenInfos');
    for (const { id, isPrimary } of screenInfos)
      if (!isPrimary) await devtools.send('Emulation.removeScreen', { screenId: id });
  }
  const isSeen = async (): Promise<boolean> => (await page.evaluate('screen.isExtended')) === isIn;
  await eventually(isSeen, 'the browser to know its displays', patience);
}
