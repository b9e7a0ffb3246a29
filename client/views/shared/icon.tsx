import type { IconNode } from 'lucide';
import { createElement, type JSX } from 'preact';

/** An icon of the set, hidden from screen readers: the text beside it, or the button's label, says it. */
export const icon = (shapes: IconNode) => (): JSX.Element => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {shapes.map(([shape, attributes], index) => createElement(shape, { key: index, ...attributes }))}
  </svg>
);
