import type { ConferenceDocument } from '../../../../../protocol/conference/documents.ts';
import { catalogue } from '../../../../i18n/language.ts';
import type { BothLanguages } from '../../../../i18n/language.ts';

const visibilities: BothLanguages<Record<ConferenceDocument['visibleTo'], string>> = {
  vi: { all: 'Mọi người xem được', moderators: 'Chỉ người điều hành' },
  en: { all: 'For everybody', moderators: 'Moderators only' },
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
  show: 'Trình chiếu',
  shown: 'Đang trình chiếu',
  shownBy: (name: string) => `${name} đang trình chiếu`,
  hide: 'Dừng trình chiếu',
  publish: 'Cho mọi người xem',
  conceal: 'Chỉ người điều hành xem',
  remove: 'Gỡ tài liệu',
  removeConfirm: (title: string) => `Gỡ “${title}” khỏi phiên họp?`,
  previous: 'Trang trước',
  next: 'Trang sau',
  page: (page: number, pages: number) => `Trang ${page}/${pages}`,
  pageNumber: 'Đến trang số',
  goToPage: 'Chuyển trang',
  arrowKeys: 'Lật trang bằng phím ← →',
  loading: 'Đang mở tài liệu…',
  loadingPage: (page: number) => `Đang mở trang ${page}…`,
  fromOriginal: (size: string) =>
    `Máy chủ không dựng được hình trang này nên màn hình dùng tệp gốc (${size}).`,
  cannotShow: 'Tài liệu này không hiện được trên màn hình.',
};

export const documentWords = catalogue({
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
    show: 'Present',
    shown: 'On the stage',
    shownBy: (name) => `${name} is presenting`,
    hide: 'Stop presenting',
    publish: 'Let everybody see it',
    conceal: 'Moderators only',
    remove: 'Remove the document',
    removeConfirm: (title) => `Remove “${title}” from the meeting?`,
    previous: 'Previous page',
    next: 'Next page',
    page: (page, pages) => `Page ${page} of ${pages}`,
    pageNumber: 'Page to go to',
    goToPage: 'Go',
    arrowKeys: 'Turn pages with the ← → keys',
    loading: 'Opening the document…',
    loadingPage: (page) => `Opening page ${page}…`,
    fromOriginal: (size) =>
      `The server could not make a picture of this page, so this screen uses the original file (${size}).`,
    cannotShow: 'This document cannot be shown on the screen.',
  },
});
