import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { work } from '../../../server/documents/draw-page.ts';
import type { DocumentType } from '../../../protocol/rest/meetings/documents.ts';
import { pdfOf, png } from '../../support/files.ts';
import { colouredPages, pdfWith, scannedReport, textInForeignFonts } from '../../support/pdfs.ts';

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue at a position; x and y are from 0 to 1. */
  readonly at: (x: number, y: number) => readonly number[];
  /** The number of dark pixels in a part; its sides are from 0 to 1. */
  readonly dark: (fromX: number, toX: number, fromY: number, toY: number) => number;
}

async function pixelsOf(picture: Uint8Array): Promise<Pixels> {
  const image = await loadImage(picture);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const part = (x: number, y: number, wide: number, high: number) =>
    context.getImageData(
      Math.round(x),
      Math.round(y),
      Math.max(1, Math.round(wide)),
      Math.max(1, Math.round(high)),
    ).data;
  return {
    width,
    height,
    at: (x, y) => [...part(x * (width - 1), y * (height - 1), 1, 1)].slice(0, 3),
    dark: (fromX, toX, fromY, toY) => {
      const data = part(fromX * width, fromY * height, (toX - fromX) * width, (toY - fromY) * height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1;
      return dark;
    },
  };
}

describe('a page as a picture', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'draw-page-'));
  });
  after(() => rm(folder, { recursive: true }));

  let files = 0;
  async function drawn(content: Uint8Array, page = 1, mediaType: DocumentType = 'application/pdf') {
    files += 1;
    const path = join(folder, String(files));
    await writeFile(path, content);
    return work({ path, mediaType, page });
  }
  async function pictures(...asked: Parameters<typeof drawn>) {
    const answer = await drawn(...asked);
    if ('refused' in answer) throw new Error(answer.refused);
    return answer.pictures;
  }
  async function refusal(...asked: Parameters<typeof drawn>): Promise<string> {
    const answer = await drawn(...asked);
    return 'refused' in answer ? answer.refused : 'not refused';
  }

  it('fits into the screen, in both sizes', async () => {
    const wide = await pictures(
      colouredPages([
        [1, 0, 0],
        [0, 0, 1],
      ]),
      2,
    );
    const [large, small] = [await pixelsOf(wide.large), await pixelsOf(wide.small)];
    expect([large.width, large.height, small.width, small.height]).to.deep.equal([1920, 1080, 960, 540]);
    for (const { at } of [large, small]) {
      const [red = 255, green = 255, blue = 0] = at(0.5, 0.5);
      expect([red < 16, green < 16, blue > 239]).to.deep.equal([true, true, true]);
    }
    const square = await pixelsOf((await pictures(pdfOf(1))).large);
    expect([square.width, square.height]).to.deep.equal([1080, 1080]);
  });

  it('has the Vietnamese letters of Arial and Times New Roman when the document does not embed them', async () => {
    const text = 'ẫậễệỗộỡợữựỹỵđĐƯƠẶ';
    const picture = await pixelsOf(
      (
        await pictures(
          textInForeignFonts(text, ['Arial', 'TimesNewRoman', 'Arial,Bold', 'TimesNewRoman,Italic']),
        )
      ).large,
    );
    for (const line of [0, 1, 2, 3]) {
      const bottom = (405 - (340 - 60 * line) + 8) / 405;
      for (const index of Array.from(text).keys()) {
        // Each letter is 600/1000 of 30 points wide.
        const [from, to] = [(20 + 18 * index) / 720, (20 + 18 * (index + 1)) / 720];
        expect(picture.dark(from, to, bottom - 45 / 405, bottom), `line ${line}, ${text[index]}`).to.be.above(
          60,
        );
      }
    }
  });

  it('is refused when letters would be missing', async () => {
    expect(await refusal(textInForeignFonts('会议', ['Arial']))).to.contain('letters');
    expect(await refusal(textInForeignFonts('Báo cáo', ['.VnTime']))).to.contain('font');
  });

  it('is refused where the document is broken, or has no such page', async () => {
    expect(await refusal(Buffer.from('%PDF-1.7\nkhông có gì'))).to.contain('InvalidPDFException');
    expect(await refusal(pdfOf(1), 2)).to.contain('Error');
    expect(await refusal(Buffer.from('GIF89a'), 1, 'image/png')).to.contain('Error');
  });

  it('is refused where the document needs a password', async () => {
    const key = '<0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>';
    const locked = pdfWith([
      ['<< /Type /Catalog /Pages 2 0 R >>'],
      ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
      ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>'],
      [`<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O ${key} /U ${key} >>`],
    ]);
    const withKey = locked
      .toString('latin1')
      .replace('/Root 1 0 R', `/Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>]`);
    expect(await refusal(Buffer.from(withKey, 'latin1'))).to.contain('PasswordException');
  });

  it('of an image is scaled down but not up, and turned by its Exif orientation', async () => {
    const { large } = await pictures(png, 1, 'image/png');
    const dot = await pixelsOf(large);
    expect([dot.width, dot.height]).to.deep.equal([1, 1]);
    const canvas = createCanvas(4_000, 1_000);
    const context = canvas.getContext('2d');
    context.fillStyle = 'red';
    context.fillRect(0, 0, 4_000, 1_000);
    const photograph = canvas.toBuffer('image/jpeg', 90);
    const wide = await pixelsOf((await pictures(photograph, 1, 'image/jpeg')).large);
    expect([wide.width, wide.height]).to.deep.equal([1920, 480]);
    const turned = await pixelsOf((await pictures(quarterTurn(photograph), 1, 'image/jpeg')).large);
    expect([turned.width, turned.height]).to.deep.equal([270, 1080]);
  });

  it('is a fraction of the size of a scanned document', async () => {
    const report = scannedReport(1);
    const { large, small } = await pictures(report);
    expect(report.length).to.be.above(700_000);
    expect(large.length).to.be.below(400_000);
    expect(small.length).to.be.below(150_000);
  });
});

/** The same JPEG with an Exif header: orientation "quarter turn" (TIFF 6.0, tag 274, value 6). */
function quarterTurn(jpeg: Buffer): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex');
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xff_e1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
