import { createCanvas } from '@napi-rs/canvas';

/** PDFs with content on their pages, built here so that each test shows what it is. */

type Body = string | Buffer;

/** A PDF of these objects; the first is its catalogue. */
export function pdfWith(objects: readonly (readonly Body[])[]): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  const add = (...bodies: readonly Body[]): void => {
    for (const body of bodies) {
      const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
      parts.push(bytes);
      length += bytes.length;
    }
  };
  add('%PDF-1.5\n');
  const offsets = objects.map((bodies, index) => {
    const offset = length;
    add(`${index + 1} 0 obj\n`, ...bodies, '\nendobj\n');
    return offset;
  });
  const start = length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  add(`xref\n0 ${size}\n0000000000 65535 f \n${table}`);
  add(`trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(parts);
}

const streamOf = (entries: string, content: Body): readonly Body[] => [
  `<< ${entries} /Length ${content.length} >>\nstream\n`,
  content,
  '\nendstream',
];

/**
 * A page of 16:9 with one line of text in each of these fonts, none of them embedded. Letters are named as
 * most programs do.
 */
export function textInForeignFonts(text: string, fonts: readonly string[]): Buffer {
  const letters = [...new Set(text)];
  const names = letters.map((letter) => `/uni${hex(letter, 4).toUpperCase()}`);
  const coded = Array.from(text, (letter) => hex(String.fromCharCode(33 + letters.indexOf(letter)), 2)).join(
    '',
  );
  const lines = fonts.map((_, index) => `BT /F${index} 30 Tf 20 ${340 - 60 * index} Td <${coded}> Tj ET`);
  const resources = fonts.map((_, index) => `/F${index} ${index + 5} 0 R`).join(' ');
  return pdfWith([
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 720 405] /Contents 4 0 R /Resources << /Font << ${resources} >> >> >>`,
    ],
    streamOf('', lines.join('\n')),
    ...fonts.map((font) => [
      `<< /Type /Font /Subtype /TrueType /BaseFont /${font} /FirstChar 33 /LastChar ${32 + letters.length} ` +
        `/Widths [${letters.map(() => 600).join(' ')}] ` +
        `/Encoding << /Type /Encoding /Differences [33 ${names.join(' ')}] >> >>`,
    ]),
  ]);
}

const hex = (letter: string, digits: number): string =>
  (letter.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');

/** Pages of 16:9, each filled with one colour: red, green and blue from 0 to 1. */
export function colouredPages(colours: readonly (readonly [number, number, number])[]): Buffer {
  const kids = colours.map((_, index) => `${3 + 2 * index} 0 R`).join(' ');
  return pdfWith([
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    [`<< /Type /Pages /Kids [${kids}] /Count ${colours.length} >>`],
    ...colours.flatMap((colour, index) => [
      [`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 320 180] /Contents ${4 + 2 * index} 0 R >>`],
      streamOf('', `${colour.join(' ')} rg 0 0 320 180 re f`),
    ]),
  ]);
}

/** A scanned report: pages of A4 at 300 dpi, each a JPEG of some 950 kB with the grain of paper. */
export function scannedReport(pages: number): Buffer {
  const [width, height] = [2_480, 1_754];
  const kids = Array.from({ length: pages }, (_, index) => `${3 + 3 * index} 0 R`).join(' ');
  const drawing = '842 0 0 595 0 0 cm /I Do';
  return pdfWith([
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    [`<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`],
    ...Array.from({ length: pages }, (_, index) => [
      [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents ${5 + 3 * index} 0 R ` +
          `/Resources << /XObject << /I ${4 + 3 * index} 0 R >> >> >>`,
      ],
      streamOf(
        `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode`,
        scan(width, height, index),
      ),
      streamOf('', drawing),
    ]).flat(),
  ]);
}

function scan(width: number, height: number, page: number): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f4f1ea';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#111';
  // Bars instead of words, since fonts differ between machines.
  let random = 1 + page;
  const next = (below: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (random >> 16) % below;
  };
  for (let y = 120; y < height - 120; y += 60) {
    for (let x = 120; x < width - 320;) {
      const word = 40 + next(160);
      for (let letter = 0; letter < word; letter += 22) {
        context.fillRect(x + letter, y + next(10), 4, 30);
        context.fillRect(x + letter, y + next(28), 16, 4);
      }
      x += word + 30;
    }
  }
  const image = context.getImageData(0, 0, width, height);
  for (let at = 0; at < image.data.length; at += 4) {
    const grain = next(13) - 6;
    for (let colour = 0; colour < 3; colour += 1)
      image.data[at + colour] = (image.data[at + colour] ?? 0) + grain;
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/jpeg', 85);
}
