import { signal } from '@preact/signals';

/** Whether the page is visible: not in a background tab, not minimised. */
export const pageSeen = signal(!document.hidden);
document.addEventListener('visibilitychange', () => {
  pageSeen.value = !document.hidden;
});
