import type { DocumentType } from '../../protocol/rest/meetings/documents.ts';

const extensions: Readonly<Record<DocumentType, readonly [string, ...string[]]>> = {
  'application/pdf': ['.pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['.pptx'],
  'application/vnd.oasis.opendocument.text': ['.odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['.ods'],
  'application/vnd.oasis.opendocument.presentation': ['.odp'],
  'application/msword': ['.doc'],
  'application/vnd.ms-excel': ['.xls'],
  'application/vnd.ms-powerpoint': ['.ppt'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/webp': ['.webp'],
};

/**
 * The file name of a document. Computers open files by their extension, so the extension is that of the
 * content.
 */
export function documentName({
  title,
  mediaType,
}: {
  readonly title: string;
  readonly mediaType: DocumentType;
}): string {
  const fitting = extensions[mediaType];
  const name = title.toLowerCase();
  return fitting.some((extension) => name.endsWith(extension)) ? title : `${title}${fitting[0]}`;
}
