import { signal } from '@preact/signals';

/** Whether anybody can see this page: it is not in a tab behind another, nor minimised. */
export const pageSeen = signal(!document.hidden);
document.addEventListener('visibilitychange', () => {
  pageSeen.value = !document.hidden;
});
