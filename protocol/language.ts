import { z } from 'zod';

/** The languages of the pages and letters. */
export const languages = ['vi', 'en'] as const;
export const language = z.enum(languages);
export type Language = z.infer<typeof language>;

/** Of letters to rooms, and of their calendars: a room is no person who could choose. */
export const roomLanguage: Language = 'vi';

/** Each in its own language, for people who cannot read the other. */
export const languageNames: Readonly<Record<Language, string>> = { vi: 'Tiếng Việt', en: 'English' };

/** Texts in both languages. Both have the same keys; the type comes from the Vietnamese texts. */
export type BothLanguages<Words> = Readonly<Record<Language, Words>>;
