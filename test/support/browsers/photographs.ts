import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const folder = process.env['PHOTOGRAPHS'];
const everyWidth = [1920, 1280, 768, 390];

/**
 * Takes pictures of a page at the widths of a screen in a hall, a desk, a tablet and a telephone, for a person to
 * look at. Does nothing unless PHOTOGRAPHS names a folder.
 */
export const photographer =
  (name: string, widths: readonly number[] = everyWidth) =>
  async (page: Page, what: string): Promise<void> => {
    const before = page.viewportSize();
    if (folder === undefined || before === null) return;
    await mkdir(folder, { recursive: true });
    for (const width of widths) {
      await page.setViewportSize({ width, height: Math.max(720, Math.round(width * 0.5625)) });
      await page.screenshot({ path: `${folder}/${name}-${what}-${width}.png`, fullPage: true });
    }
    await page.setViewportSize(before);
  };

/** Takes a picture of a page at the size that it has; does nothing unless PHOTOGRAPHS names a folder. */
export async function photographed(page: Page, what: string): Promise<void> {
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${what.replaceAll(/[^\p{L}\d]+/gu, '-')}.png` });
}
