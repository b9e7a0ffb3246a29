import { catalogue } from '../../i18n/language.ts';

const vi = {
  isEnded: 'Phiên họp đã kết thúc, chưa được xác nhận.',
  isClosed: 'Kết quả phiên họp đã được xác nhận.',
  attendance: 'Tải danh sách điểm danh',
  votes: 'Tải kết quả biểu quyết',
  speeches: 'Tải nhật ký phát biểu',
  chat: 'Tải nội dung trò chuyện',
  papers: 'Tải danh mục tài liệu',
  close: 'Xác nhận kết thúc',
  closeConfirm: 'Xác nhận kết thúc phiên họp này? Sau đó không sửa được nữa.',
};

export const recordWords = catalogue({
  vi,
  en: {
    isEnded: 'The meeting has ended and is not signed off yet.',
    isClosed: 'The meeting is signed off.',
    attendance: 'Download the attendance',
    votes: 'Download the votes',
    speeches: 'Download the speaking log',
    chat: 'Download the chat',
    papers: 'Download the list of papers',
    close: 'Sign the meeting off',
    closeConfirm: 'Sign this meeting off? It cannot be changed afterwards.',
  },
});
