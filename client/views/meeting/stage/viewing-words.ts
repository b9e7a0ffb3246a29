import { catalogue } from '../../../i18n/language.ts';

const vi = {
  wall: 'Màn hình giám sát',
  toWall: 'Về màn hình giám sát',
  page: (number: number, of: number) => `Trang ${number} / ${of}`,
  previous: 'Trang trước',
  next: 'Trang sau',
  size: 'Số ô trên một trang',
  rotate: 'Tự chuyển trang',
  enlarge: 'Phóng to',
  empty: 'Chưa có điểm cầu nào trong phiên họp.',
  handRaised: 'Đang đăng ký phát biểu',
  audioOnly: 'Chỉ nghe',
  audioOnlyHint: 'Chỉ nghe – tiết kiệm đường truyền',
  audioOnlyNotice: 'Đang chỉ nghe: không nhận và không gửi hình.',
  pictures: 'Xem hình trở lại',
  withoutPictures: 'Tạm không có hình',
  picturesHeld: 'Đường truyền yếu: tạm ngừng hình, âm thanh vẫn tiếp tục',
  blocked:
    'Hình và tiếng không qua được mạng ở đây. Hãy báo kỹ thuật: tường lửa phải mở cổng hình và tiếng (UDP, TCP) tới máy chủ.',
  qualities: {
    audio: { fair: 'Âm thanh chưa tốt', poor: 'Âm thanh kém' },
    video: { fair: 'Hình chưa tốt', poor: 'Hình kém' },
  },
  silent: 'Micrô mở, không có tiếng',
  qualityHint: 'Chất lượng hình và tiếng mà nơi này đang nhận',
};

/** What a page shows: the stage, the wall, or no pictures at all. */
export const viewingWords = catalogue({
  vi,
  en: {
    wall: 'Wall',
    toWall: 'Back to the wall',
    page: (number, of) => `Page ${number} / ${of}`,
    previous: 'Previous page',
    next: 'Next page',
    size: 'Tiles on a page',
    rotate: 'Rotate pages',
    enlarge: 'Enlarge',
    empty: 'Nobody is in the session yet.',
    handRaised: 'Asks for the floor',
    audioOnly: 'Audio only',
    audioOnlyHint: 'Audio only – saves the line',
    audioOnlyNotice: 'Audio only: no pictures come or go.',
    pictures: 'Show pictures again',
    withoutPictures: 'No picture for now',
    picturesHeld: 'The line is weak: pictures are on hold, sound goes on',
    blocked:
      'Pictures and sound do not get through the network here. Tell the technicians: the firewall must open the media ports (UDP, TCP) to the server.',
    qualities: {
      audio: { fair: 'Fair sound', poor: 'Poor sound' },
      video: { fair: 'Fair picture', poor: 'Poor picture' },
    },
    silent: 'Open microphone, no sound',
    qualityHint: 'What this participant receives right now',
  },
});
