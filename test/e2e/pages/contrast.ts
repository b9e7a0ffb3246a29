import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { faultsOf } from './axe.ts';

/** Controls and badges, whose lines must be seen. */
const lined =
  '.button:not(.button--quiet, :disabled), input:not([type="checkbox"], .visually-hidden), select, textarea, .badge, .tile__seat';

/**
 * The visible controls and badges of a page that nothing sets off from what is around them: neither their line nor their
 * ground has a contrast of 3:1 to it.
 */
const faintLines = (page: Page): Promise<readonly string[]> =>
  page.evaluate((selector) => {
    /** Red, green, blue and opacity, each from 0 to 1, as the browser paints any colour. */
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const partsOf = (colour: string): readonly number[] => {
      if (!canvas) throw new Error('no canvas');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
    };
    const luminance = (parts: readonly number[]): number => {
      const [red = 0, green = 0, blue = 0] = parts.map((part) =>
        part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    /** The nearest ground behind an element; undefined behind a picture. */
    const behind = (element: Element): readonly number[] | undefined => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        const { backgroundColor, backgroundImage } = getComputedStyle(at);
        if (backgroundImage !== 'none') return undefined;
        const parts = partsOf(backgroundColor);
        if (parts[3] === 1) return parts;
      }
      return partsOf(getComputedStyle(document.documentElement).backgroundColor);
    };
    return [...document.querySelectorAll(selector)].flatMap((element) => {
      const { borderTopStyle, borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(element);
      const isVisible = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const ground = behind(element);
      if (!isVisible || !ground) return [];
      const text = `${element.className} ${element.textContent ?? ''}`.trim();
      if (borderTopStyle === 'none' || borderTopWidth === '0px') return [`no line: ${text}`];
      const ratio = Math.max(
        ...[borderTopColor, backgroundColor].map(partsOf).map((parts) => {
          if (parts[3] !== 1) return 1;
          const [one, other] = [luminance(parts), luminance(ground)];
          return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        }),
      );
      return ratio < 3 ? [`${ratio.toFixed(1)}:1, ${borderTopColor}: ${text}`] : [];
    });
  }, lined);

/**
 * Asserts that a page holds where its reader asks for more contrast: text has 7:1 and lines 3:1 in both colour schemes,
 * and with the system's own colours axe finds nothing either.
 */
export async function holdsInHighContrast(
  page: Page,
  photograph: (page: Page, what: string) => Promise<void>,
): Promise<void> {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, contrast: 'more', reducedMotion: 'reduce' });
    const found = [...(await faultsOf(page, { contrast: 'enhanced' })), ...(await faintLines(page))];
    faults.push(...found.map((fault) => `${colorScheme}: ${fault}`));
    await photograph(page, `contrast-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'dark', contrast: null, forcedColors: 'active' });
  // The system answers for the colours; axe would judge those that it has replaced.
  const found = await faultsOf(page, { contrast: 'none' });
  faults.push(...found.map((fault) => `forced colours: ${fault}`));
  await photograph(page, 'forced-colours');
  await page.emulateMedia({ colorScheme: 'light', forcedColors: null });
  expect(faults, faults.join('\n')).to.deep.equal([]);
}
