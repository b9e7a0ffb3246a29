import { computed, signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

interface Modal {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly onClose: () => void;
}

const opened = signal(0);

/** Whether a modal dialog covers the page. */
export const isPageCovered = computed(() => opened.value > 0);

/**
 * Shows a `dialog` as modal for as long as it is drawn. When it goes, by a button of its own as by Escape, the keyboard
 * is back where it was before.
 *
 * @param onClose called when the browser closes the dialog: Escape, a press outside
 */
export function useModal(onClose: () => void): Modal {
  const ref = useRef<HTMLDialogElement>(null);
  // Before the page is drawn: a key pressed at once finds the dialog open, and a focus inside the dialog stays.
  useLayoutEffect(() => {
    const { current: dialog } = ref;
    dialog?.showModal();
    opened.value += 1;
    return () => {
      // Only `close` gives the focus back; a dialog that is just removed leaves it nowhere.
      dialog?.close();
      opened.value -= 1;
    };
  }, []);
  return {
    ref,
    onClose: () => {
      // The browser tells this later: the dialog may be gone, and another one be open in its place.
      if (ref.current) onClose();
    },
  };
}
