import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { documentTypes, type DocumentType } from '../../protocol/rest/meetings/documents.ts';

/** The container format of Office before 2007, whatever it contains. */
const compoundFile = 'application/x-cfb';

/**
 * The stream whose name tells the program of a compound file ([MS-DOC] 2.1.1, [MS-XLS] 2.1.2, [MS-PPT]
 * 2.1.1).
 */
const streams = [
  { name: 'WordDocument', type: 'application/msword' },
  { name: 'Workbook', type: 'application/vnd.ms-excel' },
  { name: 'PowerPoint Document', type: 'application/vnd.ms-powerpoint' },
] as const satisfies readonly { name: string; type: DocumentType }[];

/**
 * Detects a file's type from its content; undefined for a type that we do not accept. Unpacks only the few
 * names at the head of a zip, within the library's limits (1 MB an entry), so a zip bomb has no effect.
 */
export async function recognise(path: string): Promise<DocumentType | undefined> {
  const mime = (await fileTypeFromFile(path))?.mime;
  if (mime === compoundFile) return recogniseCompound(path);
  return documentTypes.find((type) => type === mime);
}

/**
 * The first of these names in the file decides: an embedded object of another program comes after its host.
 */
async function recogniseCompound(path: string): Promise<DocumentType | undefined> {
  const names = streams.map(({ name, type }) => ({ bytes: Buffer.from(`${name}\0`, 'utf16le'), type }));
  const overlap = Math.max(...names.map(({ bytes }) => bytes.length));
  await using file = await open(path);
  let before: Buffer = Buffer.alloc(0);
  for await (const chunk of file.createReadStream({ autoClose: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('files are read as bytes');
    const window = Buffer.concat([before, chunk]);
    const [first] = names
      .map(({ bytes, type }) => ({ at: window.indexOf(bytes), type }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at);
    if (first) return first.type;
    before = window.subarray(-overlap);
  }
  return undefined;
}
