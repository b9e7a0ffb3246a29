import { catalogue } from '../../../i18n/language.ts';

const vi = {
  heldHint: 'Chủ tọa đang tắt micrô này',
  shareScreen: 'Trình chiếu',
  shareWhat: 'Trình chiếu nội dung gì?',
  shareContents: { detail: 'Tài liệu', motion: 'Video' },
  shareHints: { detail: 'Chữ và hình rõ nét, ít khung hình.', motion: 'Chuyển động mượt, chữ kém nét hơn.' },
  stopSharing: 'Dừng trình chiếu',
  leaveConfirm: 'Rời phiên họp?',
  start: 'Khai mạc',
  muteAll: 'Tắt tất cả micrô',
  end: 'Kết thúc phiên họp',
  endConfirm: 'Kết thúc phiên họp cho tất cả điểm cầu?',
  chairBar: 'Điều hành phiên họp',
  ownBar: 'Thiết bị của tôi',
};

export const barWords = catalogue({
  vi,
  en: {
    heldHint: 'The chair holds this microphone muted',
    shareScreen: 'Share screen',
    shareWhat: 'What will you show?',
    shareContents: { detail: 'Document', motion: 'Video' },
    shareHints: { detail: 'Sharp text and pictures, few frames.', motion: 'Smooth motion, text less sharp.' },
    stopSharing: 'Stop sharing',
    leaveConfirm: 'Leave the meeting?',
    start: 'Begin the session',
    muteAll: 'Mute all',
    end: 'End the meeting',
    endConfirm: 'End the meeting for everybody?',
    chairBar: 'Moderation',
    ownBar: 'My devices',
  },
});
