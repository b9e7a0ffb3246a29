import { expect } from 'chai';
import type { Page } from 'playwright-core';

/** Text that is smaller than allowed on a screen of 1920 × 1080, with its size in px. */
const tooSmall = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const least = (element: Element): number =>
      element.closest(
        '.tile__name strong, .room-warning > p, .room-notice strong, .room-refusal, h1, [data-name]',
      )
        ? 48
        : 32;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (text === '' || !element?.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest('.visually-hidden, script, style')) continue;
      const px = Number.parseFloat(getComputedStyle(element).fontSize);
      if (px < least(element)) found.push(`${px.toFixed(1)} px: ${text}`);
    }
    for (const field of document.querySelectorAll('input, textarea, select')) {
      const px = Number.parseFloat(getComputedStyle(field).fontSize);
      if (field.checkVisibility() && px < 32) found.push(`${px.toFixed(1)} px: ${field.tagName}`);
    }
    return found;
  });

/**
 * The texts of the visible controls of a selector that reach beyond the left or right edge of the screen. Throws
 * while no control is visible.
 */
export const controlsOutside = (page: Page, selector: string): Promise<readonly (string | null)[]> =>
  page.evaluate((of) => {
    const visible = [...document.querySelectorAll(of)].filter((each) =>
      each.checkVisibility({ visibilityProperty: true }),
    );
    if (visible.length === 0) throw new Error(`no control is visible: ${of}`);
    return visible
      .filter((each) => {
        const { left, right } = each.getBoundingClientRect();
        return left < 0 || right > innerWidth;
      })
      .map((each) => each.textContent);
  }, selector);

/**
 * The texts of the tabs beside the stage that are not wholly on the screen, or wider than their tab. Throws while no tab
 * is visible.
 */
export const tabsCut = (page: Page): Promise<readonly (string | null)[]> =>
  page.evaluate(() => {
    const strip = document.querySelector('.tabs');
    const tabs = [...(strip?.children ?? [])];
    if (!strip || tabs.length === 0) throw new Error('no tab is visible');
    const within = strip.getBoundingClientRect();
    // Edges of equal places may differ by the rounding of fractions of a pixel.
    const roundingPx = 0.5;
    return tabs
      .filter((tab) => {
        const { left, right, top, bottom } = tab.getBoundingClientRect();
        return (
          left < Math.max(0, within.left) - roundingPx ||
          right > Math.min(innerWidth, within.right) + roundingPx ||
          top < Math.max(0, within.top) - roundingPx ||
          bottom > Math.min(innerHeight, within.bottom) + roundingPx ||
          tab.scrollWidth > tab.clientWidth
        );
      })
      .map((each) => each.textContent);
  });

/** The page can be read from five metres, and all of it is on the screen. */
export async function isReadable(page: Page, screen: string): Promise<void> {
  expect(await tooSmall(page), screen).to.deep.equal([]);
  const hidden = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { right: Math.max(0, scrollWidth - innerWidth), below: Math.max(0, scrollHeight - innerHeight) };
  });
  expect(hidden, `${screen}: px beside the screen`).to.deep.equal({ right: 0, below: 0 });
}
