import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { photographed } from '../../support/browsers/photographs.ts';

/**
 * The faults that axe finds on a page as it is now, one line each.
 *
 * @param options.contrast `enhanced`: text must have 7:1, 4.5:1 where it is large (WCAG 1.4.6)
 * @param options.within a selector of the part that is judged
 */
export async function faultsOf(
  page: Page,
  {
    contrast = 'usual',
    within = 'html',
  }: { readonly contrast?: 'usual' | 'enhanced' | 'none'; readonly within?: string } = {},
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  // A colour that changes is between two colours for a moment.
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
  const { violations } = await page.evaluate(
    ({ asked, part }) =>
      window.axe.run(part, {
        resultTypes: ['violations'],
        rules: {
          'color-contrast': { enabled: asked !== 'none' },
          'color-contrast-enhanced': { enabled: asked === 'enhanced' },
        },
      }),
    { asked: contrast, part: within },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary ?? ''}`),
  );
}

/** Asserts that axe finds nothing on a page as it is now, and takes a picture of it. */
export async function isFaultless(page: Page, screen: string): Promise<void> {
  await photographed(page, screen);
  const faults = await faultsOf(page);
  expect(faults, `${screen}\n${faults.join('\n')}`).to.deep.equal([]);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
