import type { Locator, Page } from 'playwright-core';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** One finger on a page, as Chromium reports it; disposal takes the touch screen away. */
export interface Finger extends AsyncDisposable {
  /** Comes down near the upper edge of an element; returns where, and the element's width. */
  down(on: Locator): Promise<Place>;
  moveTo(x: number, y: number): Promise<void>;
  up(): Promise<void>;
}

export async function fingerOn(page: Page): Promise<Finger> {
  const browser = await page.context().newCDPSession(page);
  const enable = (enabled: boolean): Promise<unknown> =>
    browser.send('Emulation.setTouchEmulationEnabled', { enabled });
  await enable(true);
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) => {
    await browser.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  };
  return {
    async down(on) {
      const box = await on.boundingBox();
      if (!box) throw new Error('the element is not seen');
      const [x, y] = [box.x + box.width / 2, box.y + 8];
      await touch('touchStart', { x, y });
      return { x, y, width: box.width };
    },
    moveTo: (x, y) => touch('touchMove', { x, y }),
    up: () => touch('touchEnd'),
    async [Symbol.asyncDispose]() {
      await enable(false);
      await browser.detach();
    },
  };
}
