import { catalogue } from '../../../../i18n/language.ts';

const vi = {
  show: 'Trình chiếu',
  shown: 'Đang trình chiếu',
  shownBy: (name: string) => `${name} đang trình chiếu`,
  hide: 'Dừng trình chiếu',
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
    show: 'Present',
    shown: 'On the stage',
    shownBy: (name) => `${name} is presenting`,
    hide: 'Stop presenting',
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
