import { catalogue } from '../../../../i18n/language.ts';
import type { Lack } from '../../../../state/room/second-display.ts';

const vi = {
  button: 'Màn hình 2',
  hint: 'Trình chiếu tài liệu trên màn hình thứ hai',
  lacks: {
    unplugged: { what: 'Không thấy màn hình thứ hai.', toDo: 'Hãy kiểm tra dây nối.' },
    forbidden: {
      what: 'Trình duyệt chưa cho dùng màn hình thứ hai.',
      toDo: 'Hãy cho phép quyền “Quản lý cửa sổ”.',
    },
    closed: { what: 'Màn hình thứ hai chưa mở.', toDo: 'Bấm một phím bất kỳ để mở.' },
  } satisfies Record<Lack, object>,
  slidesOnThis: 'Tài liệu hiện trên màn hình này.',
  slidesAppear: 'Tài liệu và màn hình chia sẻ của phiên họp sẽ hiện ở đây.',
};

export const secondDisplayWords = catalogue({
  vi,
  en: {
    button: 'Display 2',
    hint: 'Show slides on the second display',
    lacks: {
      unplugged: { what: 'The second display is not found.', toDo: 'Check its cable.' },
      forbidden: {
        what: 'The browser does not allow the second display.',
        toDo: 'Give the permission “Window management”.',
      },
      closed: { what: 'The second display is not open.', toDo: 'Press any key to open it.' },
    },
    slidesOnThis: 'Slides are on this display.',
    slidesAppear: 'Documents and shared screens of the meeting will appear here.',
  },
});
