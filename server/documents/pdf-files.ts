import { readFile } from 'node:fs/promises';

/** Kinds of files that pdf.js asks for by name and that are not part of its code. */
type Kind = 'cMapUrl' | 'standardFontDataUrl' | 'wasmUrl';

const folders: Readonly<Record<Kind, string>> = {
  cMapUrl: import.meta.resolve('pdfjs-dist/cmaps/'),
  standardFontDataUrl: import.meta.resolve('pdfjs-dist/standard_fonts/'),
  wasmUrl: import.meta.resolve('pdfjs-dist/wasm/'),
};

/**
 * The fonts that come with pdf.js have no Vietnamese letters, so they would be missing. Arimo and Tinos have
 * them, with the same widths as Arial and Times New Roman, the fonts that documents without embedded fonts
 * mostly use.
 */
const substitutes: Readonly<Record<string, string>> = {
  'LiberationSans-Regular.ttf': import.meta
    .resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'),
  'LiberationSans-Bold.ttf': import.meta.resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'),
  'LiberationSans-Italic.ttf': import.meta
    .resolve('@expo-google-fonts/arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf'),
  'LiberationSans-BoldItalic.ttf': import.meta
    .resolve('@expo-google-fonts/arimo/700Bold_Italic/Arimo_700Bold_Italic.ttf'),
  'FoxitSerif.pfb': import.meta.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  'FoxitSerifBold.pfb': import.meta.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
  'FoxitSerifItalic.pfb': import.meta
    .resolve('@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  'FoxitSerifBoldItalic.pfb': import.meta
    .resolve('@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf'),
};

/**
 * Options with which `getDocument` finds its files, and whether it had to substitute a font that the document
 * does not embed.
 */
export function pdfFiles() {
  let substituted = false;
  return {
    /** Valid after a page has been drawn. */
    substituted: (): boolean => substituted,
    options: {
      ...folders,
      cMapPacked: true,
      useSystemFonts: false,
      BinaryDataFactory: class {
        async fetch({ kind, filename }: { kind: Kind; filename: string }): Promise<Uint8Array> {
          const isFont = kind === 'standardFontDataUrl';
          substituted ||= isFont;
          const address = (isFont ? substitutes[filename] : undefined) ?? `${folders[kind]}${filename}`;
          return new Uint8Array(await readFile(new URL(address)));
        }
      },
    },
  };
}
