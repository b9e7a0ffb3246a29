export interface Ivf {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly frames: readonly Buffer[];
}

/**
 * Reads IVF, the simple container of VP8: a header of 32 bytes, then frames with a 12-byte header (length,
 * timestamp) each.
 *
 * @throws RangeError where the file is truncated or in another format
 */
export function readIvf(file: Buffer): Ivf {
  if (file.toString('latin1', 0, 4) !== 'DKIF') throw new RangeError('not an IVF file');
  const frames: Buffer[] = [];
  let at = file.readUInt16LE(6);
  while (at < file.length) {
    const start = at + 12;
    const end = start + file.readUInt32LE(at);
    if (end > file.length) throw new RangeError(`IVF file ends within frame ${frames.length}`);
    frames.push(file.subarray(start, end));
    at = end;
  }
  return {
    width: file.readUInt16LE(12),
    height: file.readUInt16LE(14),
    framesPerSecond: file.readUInt32LE(16) / file.readUInt32LE(20),
    frames,
  };
}
