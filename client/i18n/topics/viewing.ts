import type { Topic } from './topic.ts';

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
  qualities: {
    audio: { fair: 'Âm thanh chưa tốt', poor: 'Âm thanh kém' },
    video: { fair: 'Hình chưa tốt', poor: 'Hình kém' },
  },
  qualityHint: 'Chất lượng mà điểm cầu này đang nhận được',
};

/** What a page looks at: the stage, the wall, or no pictures at all. */
export const viewing: Topic<typeof vi> = {
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
    qualities: {
      audio: { fair: 'Fair sound', poor: 'Poor sound' },
      video: { fair: 'Fair picture', poor: 'Poor picture' },
    },
    qualityHint: 'What this endpoint receives right now',
  },
};
