import { effect, signal } from '@preact/signals';
import type { Language } from '../../protocol/language.ts';
import { remember, remembered } from '../state/remembered.ts';

export type { BothLanguages } from '../../protocol/language.ts';

export const language = signal<Language>(remembered('language') === 'en' ? 'en' : 'vi');

type Load<Words> = () => Promise<Words>;

/** The English texts that no view has needed yet, in the order of their catalogues. */
const toLoad = new Set<Load<void>>();

/**
 * Makes the accessor of one catalogue: it returns the texts in the chosen language. A view that reads them
 * re-renders when the language changes. The build puts the English texts into a file of their own and gives the
 * function that loads them (scripts/client-build/english-apart.ts); without them, the accessor returns the Vietnamese ones.
 */
export function catalogue<Words extends object>({
  vi,
  en,
}: {
  readonly vi: Words;
  readonly en: NoInfer<Words> | Load<NoInfer<Words>>;
}): () => Words {
  const english = signal<Words | undefined>(undefined);
  if (typeof en === 'function') {
    const load = async (): Promise<void> => {
      english.value = await en();
      toLoad.delete(load);
    };
    toLoad.add(load);
  } else english.value = en;
  return () => (language.value === 'en' ? (english.value ?? vi) : vi);
}

/** Resolves when the texts of all catalogues are here in the chosen language, or cannot be loaded now. */
export async function textsLoaded(): Promise<void> {
  if (language.peek() === 'en') await englishLoaded();
}

async function englishLoaded(): Promise<boolean> {
  const outcomes = await Promise.allSettled([...toLoad].map((load) => load()));
  return outcomes.every(({ status }) => status === 'fulfilled');
}

/**
 * Until the page is left: the choice of this browser is kept. Resolves when the texts are here. Where the server gives
 * none, the page stays in its language, and the next press tries again.
 */
export async function showLanguage(shown: Language): Promise<void> {
  latest = shown;
  const isHere = shown === 'vi' || (await englishLoaded());
  if (isHere && latest === shown) language.value = shown;
}
let latest: Language | undefined;

export function chooseLanguage(chosen: Language): void {
  void showLanguage(chosen);
  remember('language', chosen);
}

export const switchLanguage = (): void => chooseLanguage(language.value === 'vi' ? 'en' : 'vi');

/** Keeps the document's `lang` attribute correct, for screen readers and hyphenation. */
export const followLanguage = (root: HTMLElement): (() => void) =>
  effect(() => {
    root.lang = language.value;
  });
