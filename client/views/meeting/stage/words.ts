import type { Layout } from '../../../../protocol/conference/stage.ts';
import type { Place } from '../../../../protocol/conference/stage.ts';
import { catalogue } from '../../../i18n/language.ts';
import type { BothLanguages } from '../../../i18n/language.ts';

const layouts: BothLanguages<Record<Layout, string>> = {
  vi: {
    'slides-and-speaker': 'Tài liệu và người phát biểu',
    speaker: 'Người phát biểu',
    'chair-and-speaker': 'Chủ tọa và người phát biểu',
    grid: 'Chia ô',
  },
  en: {
    'slides-and-speaker': 'Slides and speaker',
    speaker: 'Speaker',
    'chair-and-speaker': 'Chair and speaker',
    grid: 'Grid',
  },
};

const vi = {
  layouts: layouts.vi,
  title: 'Bố cục',
  layout: 'Bố cục màn hình',
  pinned: 'Điểm cầu lên hình thêm',
  noPinned: 'Chưa có điểm cầu nào. Chọn trong danh sách thành phần.',
  pin: 'Đưa lên màn hình chính',
  unpin: 'Bỏ khỏi màn hình chính',
  unpinName: (name: string) => `Bỏ ${name} khỏi màn hình chính`,
  text: 'Chữ trên màn hình',
  textTitle: 'Tiêu đề',
  ticker: 'Dòng chữ chạy',
  showText: 'Hiện chữ',
  clearText: 'Xóa chữ',
  classified: 'Phiên họp MẬT – không ghi âm, ghi hình, không chụp màn hình',
  breakTitle: 'Phiên họp đang nghỉ giải lao',
  breakUntil: (time: string) => `Họp lại lúc ${time}`,
  breakOver: 'Đã hết giờ nghỉ, xin đợi khai mạc lại',
  chairAway: 'Chủ tọa hiện không có mặt.',
  youAct: 'Thư ký điều hành thay, và có thể mời người khác điều hành cho đến khi chủ tọa trở lại.',
  chairNeeded:
    'Phiên họp phải có chủ tọa mới khai mạc được, và chưa có chủ tọa. Điểm cầu vào sau đợi ở phòng chờ.',
  chairLost: 'Chủ tọa đang mất kết nối. Ghế và quyền của chủ tọa được giữ nguyên.',
  chairActedFor: (name: string) =>
    `Chủ tọa hiện không có mặt. ${name} điều hành thay cho đến khi chủ tọa trở lại.`,
  chairAwaited: 'Đang đợi chủ tọa',
  cameraHeld: 'Camera do người điều hành tắt',
  stage: 'Lên hình',
  emptyStage: 'Chưa có ai lên hình',
  emptyStageHint: 'Hình của chủ tọa và người phát biểu sẽ hiện ở đây.',
  noVideo: 'Chưa có hình',
  places: {
    chair: 'Chủ tọa',
    speaker: 'Đang phát biểu',
    slides: 'Trình chiếu',
    pinned: 'Lên hình',
  } satisfies Record<Place, string>,
  enableSound: 'Bấm để nghe âm thanh',
};

export const stageWords = catalogue({
  vi,
  en: {
    layouts: layouts.en,
    title: 'Layout',
    layout: 'Layout of the screen',
    pinned: 'Also on stage',
    noPinned: 'Nobody yet. Choose from the participants.',
    pin: 'Put on stage',
    unpin: 'Take off stage',
    unpinName: (name) => `Take ${name} off stage`,
    text: 'Text on the screen',
    textTitle: 'Title',
    ticker: 'Running line',
    showText: 'Show the text',
    clearText: 'Clear the text',
    classified: 'CLASSIFIED meeting – no recording, no photographs of the screen',
    breakTitle: 'The meeting is in a break',
    breakUntil: (time) => `It goes on at ${time}`,
    breakOver: 'The break is over; the session resumes shortly',
    chairAway: 'The chair is not here.',
    youAct: 'The secretary leads, and may have somebody act as chair until the chair is back.',
    chairNeeded:
      'This session begins only with a chair, and there is none yet. Those who come wait in the lobby.',
    chairLost: 'The chair’s line is lost. Its seat and its rights are kept.',
    chairActedFor: (name) => `The chair is not here. ${name} acts as chair until it is back.`,
    chairAwaited: 'Waiting for the chair',
    cameraHeld: 'Camera held off by a moderator',
    stage: 'Stage',
    emptyStage: 'Nobody is on stage yet',
    emptyStageHint: 'The chair and the speaker will be seen here.',
    noVideo: 'No picture yet',
    places: { chair: 'Chair', speaker: 'Speaking', slides: 'Slides', pinned: 'On stage' },
    enableSound: 'Press to hear the sound',
  },
});
