import { effect, signal } from '@preact/signals';
import { remember, remembered } from '../state/remembered.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];
/** Each in its own language, for people who cannot read the other. */
export const languageNames: Readonly<Record<Language, string>> = { vi: 'Tiếng Việt', en: 'English' };

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

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  remember('language', chosen);
}

export const switchLanguage = (): void => chooseLanguage(language.value === 'vi' ? 'en' : 'vi');

/** Keeps the document's `lang` attribute correct, for screen readers and hyphenation. */
export const followLanguage = (root: HTMLElement): (() => void) =>
  effect(() => {
    root.lang = language.value;
  });
