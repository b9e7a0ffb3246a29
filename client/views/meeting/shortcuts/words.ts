import type { Shortcut } from '../../../state/conference/shortcuts.ts';
import { catalogue } from '../../../i18n/language.ts';
import type { BothLanguages } from '../../../i18n/language.ts';

const does: BothLanguages<Record<Shortcut, string>> = {
  vi: {
    help: 'Mở bảng phím tắt này',
    search: 'Tìm trong danh sách thành phần',
    grantNext: 'Mời người tiếp theo phát biểu: theo kịch bản, rồi theo danh sách đăng ký',
    endTurn: 'Kết thúc lượt phát biểu',
    nextItem: 'Sang mục tiếp theo của chương trình',
    undo: 'Hoàn tác thay đổi lên hình gần nhất',
    announce: 'Soạn thông báo',
    muteAll: 'Tắt tất cả micrô (Shift + M)',
  },
  en: {
    help: 'Open this sheet',
    search: 'Search the participants',
    grantNext: 'Give the floor to the next speaker: of the script, then of the queue',
    endTurn: 'End the turn',
    nextItem: 'Go on to the next item of the agenda',
    undo: 'Take back the last change of the stage',
    announce: 'Write an announcement',
    muteAll: 'Mute all (Shift + M)',
  },
};

const vi = {
  does: does.vi,
  title: 'Phím tắt',
  queue: 'Trong danh sách đăng ký: kéo biểu tượng chấm, hoặc chọn nó rồi bấm mũi tên lên, xuống.',
  on: 'Dùng phím tắt',
};

export const shortcutWords = catalogue({
  vi,
  en: {
    does: does.en,
    title: 'Keyboard shortcuts',
    queue: 'In the queue: drag the dots, or select them and press arrow up or down.',
    on: 'Use shortcuts',
  },
});
