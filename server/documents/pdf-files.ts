import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What pdf.js asks for by name: files that are no part of its code. */
type Kind = 'cMapUrl' | 'standardFontDataUrl' | 'wasmUrl';

const fileOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

const folders: Readonly<Record<Kind, string>> = {
  cMapUrl: fileOf('pdfjs-dist/cmaps/'),
  standardFontDataUrl: fileOf('pdfjs-dist/standard_fonts/'),
  wasmUrl: fileOf('pdfjs-dist/wasm/'),
};

const styles: Readonly<Record<string, string>> = {
  Regular: '400Regular',
  Bold: '700Bold',
  Italic: '400Regular_Italic',
  BoldItalic: '700Bold_Italic',
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
          const path = (isFont ? substituteFor(filename) : undefined) ?? `${folders[kind]}${filename}`;
          return new Uint8Array(await readFile(path));
        }
      },
    },
  };
}

/**
 * The fonts that come with pdf.js know no Vietnamese and leave its letters out. Arimo and Tinos do, and their letters are as wide as
 * those of Arial and Times New Roman, which documents mean that bring no font.
 */
function substituteFor(filename: string): string | undefined {
  const [, family, style = 'Regular'] =
    /^(LiberationSans-|FoxitSerif)(Regular|Bold|Italic|BoldItalic)?\.(?:ttf|pfb)$/.exec(filename) ?? [];
  const folder = styles[style];
  if (family === undefined || folder === undefined) return undefined;
  const name = family === 'FoxitSerif' ? 'Tinos' : 'Arimo';
  return fileOf(`@expo-google-fonts/${name.toLowerCase()}/${folder}/${name}_${folder}.ttf`);
}
