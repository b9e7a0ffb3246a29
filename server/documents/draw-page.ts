import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import { getDocument, OPS, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFPageProxy } from 'pdfjs-dist';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  type DocumentType,
  type PagePictureSize,
  pictureSizes,
} from '../../protocol/rest/meetings/documents.ts';
import { pdfFiles } from './pdf-files.ts';

export interface PageToDraw {
  readonly path: string;
  readonly mediaType: DocumentType;
  /** From 1. */
  readonly page: number;
}

/** A page in each size, as WebP; or the reason why it cannot be drawn, for the log. */
export type DrawnPage =
  { readonly pictures: Readonly<Record<PagePictureSize, Uint8Array>> } | { readonly refused: string };

/** Draws one page of a document. Runs in the workshop, because a file may be hostile. */
export async function work({ path, mediaType, page }: PageToDraw): Promise<DrawnPage> {
  try {
    const draw =
      mediaType === 'application/pdf' ? await drawingOfPdf(path, page) : await drawingOfImage(path);
    const large = await encode(await draw(pictureSizes.large));
    const small = await encode(await draw(pictureSizes.small));
    return { pictures: { large, small } };
  } catch (error) {
    // The libraries throw on a file that they cannot read: it is broken or needs a password.
    if (error instanceof Error) return { refused: String(error) };
    throw error;
  }
}

interface Box {
  readonly width: number;
  readonly height: number;
}
type Draw = (box: Box) => Promise<Canvas>;

async function drawingOfPdf(path: string, number: number): Promise<Draw> {
  const files = pdfFiles();
  const document = await getDocument({
    data: new Uint8Array(await readFile(path)),
    ...files.options,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
  const page = await document.getPage(number);
  const whole = page.getViewport({ scale: 1 });
  let checked = false;
  return async (box) => {
    const viewport = page.getViewport({ scale: fit(whole, box) });
    const canvas = blank(viewport);
    await page.render({ canvas, viewport }).promise;
    if (!checked) await refuseMissingLetters(page, files.substituted());
    checked = true;
    return canvas;
  };
}

async function drawingOfImage(path: string): Promise<Draw> {
  const image = await loadImage(await readFile(path));
  return (box) => {
    const scale = Math.min(1, fit(image, box));
    const canvas = blank({ width: image.width * scale, height: image.height * scale });
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return Promise.resolve(canvas);
  };
}

const fit = (whole: Box, box: Box): number => Math.min(box.width / whole.width, box.height / whole.height);

const blank = ({ width, height }: Box): Canvas =>
  createCanvas(Math.max(1, Math.floor(width)), Math.max(1, Math.floor(height)));

/** Lossless if that is smaller, as it is for tables and drawings. Letters stay sharp both ways. */
async function encode(canvas: Canvas): Promise<Uint8Array> {
  const lossy = await canvas.encode('webp', 85);
  // At quality 100 Skia encodes WebP losslessly.
  const lossless = await canvas.encode('webp', 100);
  return lossless.length < lossy.length ? lossless : lossy;
}

const font = z.object({ missingFile: z.literal(true) });
const lettersShown = z.tuple([z.array(z.unknown())]);
const letterMissing = z.object({ unicode: z.string().regex(/\S/u), isInFont: z.literal(false) });

/**
 * Rejects a page with missing letters. If a document does not embed a font, our substitute may lack its
 * letters; the picture would then leave them out. A room's own device may have the font.
 * @throws Error
 */
async function refuseMissingLetters(page: PDFPageProxy, substituted: boolean): Promise<void> {
  for (const [, object] of page.commonObjs) {
    if (font.safeParse(object).success) throw new Error('it is written in a font that nobody brings');
  }
  if (!substituted) return;
  const { fnArray, argsArray } = await page.getOperatorList();
  for (const [index, operation] of fnArray.entries()) {
    if (operation !== OPS.showText) continue;
    const [letters] = lettersShown.parse(argsArray[index]);
    if (letters.some((letter) => letterMissing.safeParse(letter).success))
      throw new Error('it has letters of a font that it does not bring');
  }
}
