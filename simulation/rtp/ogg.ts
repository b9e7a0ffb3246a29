/**
 * Reads the packets of the only logical stream in an Ogg file (RFC 3533 section 6), including the codec's
 * header packets.
 *
 * @throws RangeError where the file is truncated or in another format
 */
export function readOgg(file: Buffer): readonly Buffer[] {
  const packets: Buffer[] = [];
  let begun: Buffer[] = [];
  let at = 0;
  while (at < file.length) {
    if (file.toString('latin1', at, at + 4) !== 'OggS') throw new RangeError(`no Ogg page at byte ${at}`);
    const segments = file.readUInt8(at + 26);
    let body = at + 27 + segments;
    for (const size of file.subarray(at + 27, at + 27 + segments)) {
      if (body + size > file.length) throw new RangeError('Ogg file ends within a page');
      begun.push(file.subarray(body, body + size));
      body += size;
      // A segment shorter than 255 bytes ends its packet; a packet can continue in the next page.
      if (size < 255) {
        packets.push(Buffer.concat(begun));
        begun = [];
      }
    }
    at = body;
  }
  return packets;
}

/** The audio packets of an Ogg Opus file, after its two header packets (RFC 7845 section 3). */
export function readOggOpus(file: Buffer): readonly Buffer[] {
  const [head, tags, ...sound] = readOgg(file);
  if (!named(head, 'OpusHead') || !named(tags, 'OpusTags')) throw new RangeError('not an Ogg Opus file');
  return sound;
}

const named = (packet: Buffer | undefined, name: string): boolean =>
  packet?.toString('latin1', 0, 8) === name;
