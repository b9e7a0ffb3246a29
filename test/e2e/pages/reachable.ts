import { expect } from 'chai';
import type { Page } from 'playwright-core';

/**
 * Each arrow alone leads to every button that can be pressed, in two rounds at most: an answer of the server that comes
 * in the first one may add a button.
 */
export async function isReachableByArrows(page: Page, screen: string): Promise<void> {
  const controls = await page.evaluate(() =>
    [...document.querySelectorAll('button:enabled')]
      .filter((each) => each.checkVisibility())
      .map((each) => each.getAttribute('data-testid')),
  );
  for (const arrow of ['ArrowRight', 'ArrowLeft']) {
    const reached = new Set<string | null>();
    const isMissing = (): boolean => controls.some((control) => !reached.has(control));
    for (let n = 0; isMissing() && n <= 2 * controls.length; n += 1) {
      await page.keyboard.press(arrow);
      reached.add(await page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null));
    }
    expect([...reached], `${screen}, ${arrow}`).to.include.members(controls);
  }
}
