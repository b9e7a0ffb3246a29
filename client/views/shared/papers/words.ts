import type { Visibility } from '../../../../protocol/conference/documents.ts';
import { type BothLanguages, catalogue } from '../../../i18n/language.ts';

const visibilities: BothLanguages<Record<Visibility, string>> = {
  vi: {
    all: 'Tất cả, kể cả dự thính',
    delegates: 'Đại biểu và người điều hành',
    moderators: 'Chỉ người điều hành',
  },
  en: {
    all: 'Everybody, also observers',
    delegates: 'Delegates and moderators',
    moderators: 'Moderators only',
  },
};

const vi = {
  visibilities: visibilities.vi,
  title: 'Tài liệu',
  none: 'Chưa có tài liệu.',
  upload: 'Tải tài liệu lên',
  uploadHint: 'Kéo tệp vào đây hoặc bấm để chọn: PDF, Word, Excel, PowerPoint, ảnh',
  uploading: (name: string) => `Đang tải lên: ${name}`,
  uploadFailed: (name: string, why: string) => `Không tải lên được ${name}: ${why}`,
  visibleTo: 'Ai xem được',
  pages: (count: number) => `${count} trang`,
  download: 'Tải về',
  downloadOf: (title: string) => `Tải về: ${title}`,
  downloadFailed: (title: string) => `Không tải về được ${title}.`,
  remove: 'Gỡ tài liệu',
  removeConfirm: (title: string) => `Gỡ “${title}” khỏi phiên họp?`,
};

/** What is said of a meeting's papers in its plan and in its conference alike. */
export const paperListWords = catalogue({
  vi,
  en: {
    visibilities: visibilities.en,
    title: 'Documents',
    none: 'No documents yet.',
    upload: 'Upload a document',
    uploadHint: 'Drag a file here, or press to choose: PDF, Word, Excel, PowerPoint, pictures',
    uploading: (name) => `Uploading: ${name}`,
    uploadFailed: (name, why) => `${name} was not uploaded: ${why}`,
    visibleTo: 'Who may see it',
    pages: (count) => (count === 1 ? '1 page' : `${count} pages`),
    download: 'Download',
    downloadOf: (title) => `Download: ${title}`,
    downloadFailed: (title) => `${title} could not be downloaded.`,
    remove: 'Remove the document',
    removeConfirm: (title) => `Remove “${title}” from the meeting?`,
  },
});
