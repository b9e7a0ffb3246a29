import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { patience } from './witness.ts';

/** More controls than any page has between two that a test uses. */
const mostSteps = 200;

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** A person that uses a page by its keyboard alone. Fails where the focus is lost or cannot be seen. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Steps with Tab, or with Shift and Tab, until the element has the focus. */
  async stepTo(target: Locator, step: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor();
    for (let steps = 0; steps < mostSteps; steps += 1) {
      if (await hasFocus(target)) return;
      await this.#page.keyboard.press(step);
      await this.seesFocus();
    }
    expect.fail(`${mostSteps} steps with ${step} do not reach ${String(target)}`);
  }

  /** Steps to the element and presses a key on it. */
  async use(target: Locator, key = 'Enter'): Promise<void> {
    await this.stepTo(target);
    await this.press(key);
  }

  /** Steps to a field, and types in place of what it has. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.stepTo(field);
    await this.press('Control+A');
    await this.#page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  /** Waits until this is shown, which an action has brought; then the focus is still somewhere on the page. */
  async brings(shown: Locator, state: 'visible' | 'detached' = 'visible'): Promise<void> {
    await shown.waitFor({ state });
    await this.seesFocus();
  }

  async seesFocus(): Promise<void> {
    let fault: string | undefined;
    try {
      await eventually(
        async () => {
          fault = await this.#page.evaluate(faultOfFocus);
          return fault === undefined;
        },
        'the focus to be seen',
        patience,
      );
    } catch (error) {
      expect.fail(fault ?? String(error));
    }
  }
}

/** Runs in the page: why a person cannot see where the focus is, if so. */
function faultOfFocus(): string | undefined {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return 'the focus is lost';
  const what = activeElement.getAttribute('data-testid') ?? activeElement.outerHTML.slice(0, 200);
  if (!activeElement.matches(':focus-visible')) return `${what} does not show the focus`;
  const box = activeElement.getBoundingClientRect();
  const isInSight =
    box.width > 0 &&
    box.height > 0 &&
    box.bottom > 0 &&
    box.top < innerHeight &&
    box.right > 0 &&
    box.left < innerWidth;
  if (!isInSight) return `${what} has the focus out of sight`;
  // A control that the page draws itself shows the focus of its hidden input beside it.
  const drawn = [activeElement, activeElement.parentElement, activeElement.nextElementSibling];
  const isMarked = drawn.some((each) => {
    if (!each) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  });
  return isMarked ? undefined : `${what} has the focus without a mark`;
}
