import { effect, signal } from '@preact/signals';
import { remember, remembered } from '../state/remembered.ts';

export type Language = 'vi' | 'en';

/** Texts in both languages. Both have the same keys; the type comes from the Vietnamese texts. */
export type BothLanguages<Words> = Readonly<Record<Language, Words>>;

export const language = signal<Language>(remembered('language') === 'en' ? 'en' : 'vi');

/**
 * Makes the accessor of one catalogue: it returns the texts in the chosen language. A view that reads them
 * re-renders when the language changes.
 */
export const catalogue =
  <Words>(words: { readonly vi: Words; readonly en: NoInfer<Words> }): (() => Words) =>
  () =>
    words[language.value];

export function switchLanguage(): void {
  language.value = language.value === 'vi' ? 'en' : 'vi';
  remember('language', language.value);
}

/** Keeps the document's `lang` attribute correct, for screen readers and hyphenation. */
export const followLanguage = (root: HTMLElement): (() => void) =>
  effect(() => {
    root.lang = language.value;
  });
