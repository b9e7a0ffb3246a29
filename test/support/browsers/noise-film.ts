import { randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const width = 1280;
const height = 720;
const pictures = 5;

let film: string | undefined;

/**
 * A film of noise without colour, for Chromium's fake camera, which repeats it (YUV4MPEG2, 8 bit 4:2:0).
 *
 * @returns its path; the file is removed when the process ends
 */
export function noiseFilm(picturesPerS: number): string {
  film ??= write(picturesPerS);
  return film;
}

function write(picturesPerS: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'diemcau-film-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const noise = (): Buffer => randomFillSync(Buffer.alloc(width * height));
  const withoutColour = Buffer.alloc((width * height) / 2, 128);
  const path = join(folder, 'noise.y4m');
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${width} H${height} F${picturesPerS}:1 Ip A1:1 C420jpeg\n`),
      ...Array.from({ length: pictures }, () => [Buffer.from('FRAME\n'), noise(), withoutColour]).flat(),
    ]),
  );
  return path;
}
