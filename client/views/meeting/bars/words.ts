import type { StageBefore } from '../../../../protocol/conference/stage.ts';
import { catalogue } from '../../../i18n/language.ts';

const vi = {
  heldHint: 'Người điều hành đang tắt micrô này',
  shareScreen: 'Trình chiếu',
  shareWhat: 'Trình chiếu nội dung gì?',
  shareContents: { detail: 'Tài liệu', motion: 'Video' },
  shareHints: { detail: 'Chữ và hình rõ nét, ít khung hình.', motion: 'Chuyển động mượt, chữ kém nét hơn.' },
  stopSharing: 'Dừng trình chiếu',
  leaveConfirm: 'Rời phiên họp?',
  start: 'Khai mạc',
  muteAll: 'Tắt tất cả micrô',
  end: 'Kết thúc phiên họp',
  endConfirm: 'Kết thúc phiên họp với tất cả thành phần dự họp?',
  chairBar: 'Điều hành phiên họp',
  ownBar: 'Thiết bị của tôi',
  undo: 'Hoàn tác',
  nothingToUndo: 'Chưa có thay đổi lên hình nào để hoàn tác',
  undoPart: {
    seat: 'Trả lại người ở ghế vừa đổi',
    pinned: 'Trả lại các điểm cầu lên hình trước đó',
    layout: 'Trả lại bố cục trước đó',
    arrangement: 'Trả lại bố cục và các điểm cầu lên hình trước đó',
    text: 'Trả lại chữ trên màn hình trước đó',
  } satisfies Record<StageBefore['part'], string>,
};

export const barWords = catalogue({
  vi,
  en: {
    heldHint: 'A moderator holds this microphone muted',
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
    undo: 'Undo',
    nothingToUndo: 'No change of the stage to take back',
    undoPart: {
      seat: 'Give the seat back',
      pinned: 'Show those that were shown before',
      layout: 'Back to the layout before',
      arrangement: 'Back to the layout and those that were shown before',
      text: 'Back to the text before',
    },
  },
});
