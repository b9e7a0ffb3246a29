import { catalogue } from '../../../i18n/language.ts';

const vi = {
  version: (version: number) => `Bản ${version}`,
  replace: 'Thay bằng bản mới',
  earlier: 'Các bản trước',
  up: 'Đưa lên trước',
  down: 'Đưa xuống sau',
  readers: (read: number, invited: number) => `${read}/${invited} đã đọc`,
  readersOf: (title: string) => `Ai đã đọc: ${title}`,
  notRead: 'Chưa đọc',
  read: (at: string) => `Đã đọc ${at}`,
  afterSession:
    'Có thể thêm tài liệu, chẳng hạn thông báo kết luận, đến khi xác nhận kết thúc phiên họp. Tài liệu đã có giữ nguyên.',
  duringSession: 'Phiên họp đang diễn ra: quản lý tài liệu trong phòng họp, mục Tài liệu.',
};

export const paperWords = catalogue({
  vi,
  en: {
    version: (version) => `Version ${version}`,
    replace: 'Replace by a new version',
    earlier: 'Earlier versions',
    up: 'Move up',
    down: 'Move down',
    readers: (read, invited) => `${read} of ${invited} have read it`,
    readersOf: (title) => `Who has read: ${title}`,
    notRead: 'Not read',
    read: (at) => `Read ${at}`,
    afterSession:
      'Papers can be added, such as the conclusions, until the meeting is signed off. Those of the session stay as they are.',
    duringSession: 'The meeting is in session: its documents are changed in the meeting, under Documents.',
  },
});
