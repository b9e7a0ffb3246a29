import { readFile } from 'node:fs/promises';

/** What pdf.js asks for by name: files that are no part of its code. */
type Kind = 'cMapUrl' | 'standardFontDataUrl' | 'wasmUrl';

const folders: Readonly<Record<Kind, string>> = {
  cMapUrl: import.meta.resolve('pdfjs-dist/cmaps/'),
  standardFontDataUrl: import.meta.resolve('pdfjs-dist/standard_fonts/'),
  wasmUrl: import.meta.resolve('pdfjs-dist/wasm/'),
};

/**
 * The fonts that come with pdf.js know no Vietnamese and leave its letters out. Arimo and Tinos do, and their letters are as wide as
 * those of Arial and Times New Roman, which documents mean that bring no font.
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

/** What `getDocument` needs to find its files, and whether it had to find a font that the document does not bring. */
export function pdfFiles() {
  let substituted = false;
  return {
    /** Known once a page has been drawn. */
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
