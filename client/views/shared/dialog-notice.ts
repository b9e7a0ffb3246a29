import { createContext } from 'preact';
import type { JSX } from 'preact';

/**
 * What the page around a dialog has to say to who uses the dialog: a modal dialog covers the page's own notices, and
 * screen readers do not read what it covers.
 */
export const DialogNotice = createContext<() => JSX.Element | null>(() => null);
