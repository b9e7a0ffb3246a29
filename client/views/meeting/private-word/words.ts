import type { WordEnding } from '../../../../protocol/conference/private-words.ts';
import { catalogue } from '../../../i18n/language.ts';

const vi = {
  offer: 'Nói riêng với kỹ thuật',
  calls: (room: string) => `Đang mời ${room} nói riêng`,
  callsHint: 'Chờ điểm cầu đồng ý trong một phút. Micrô của điểm cầu chưa mở cho ai.',
  withdraw: 'Hủy lời mời',
  askedTitle: (caller: string, role: string) => `${caller} (${role}) mời nói riêng`,
  askedText: 'Nếu đồng ý, chỉ người này nghe được micrô của điểm cầu. Tiếng phiên họp vẫn còn, nhỏ hơn.',
  accept: 'Đồng ý nói riêng',
  decline: 'Từ chối',
  on: (other: string) => `Đang nói riêng với ${other}`,
  onHint: 'Chỉ hai bên nghe thấy nhau. Tiếng phiên họp vẫn còn, nhỏ hơn.',
  finish: 'Kết thúc nói riêng',
  over: (other: string) => `Không còn nói riêng với ${other}`,
  endings: {
    declined: 'Điểm cầu từ chối.',
    unanswered: 'Điểm cầu không trả lời trong một phút.',
    withdrawn: 'Lời mời đã được hủy.',
    finished: 'Một bên đã kết thúc. Micrô không tự mở lại.',
    lost: 'Một bên mất kết nối hoặc vừa tải lại trang.',
    floor: 'Một bên được mời phát biểu hoặc được trao ghế chủ tọa.',
    group: 'Một bên vừa chuyển nhóm.',
    role: 'Vai trò của một bên vừa thay đổi.',
    session: 'Phiên họp đã kết thúc.',
  } satisfies Record<WordEnding, string>,
  noMicrophone:
    'Micrô của máy này chưa hoạt động, bên kia không nghe được. Hãy bật micrô, kiểm tra dây cắm và quyền dùng micrô của trình duyệt.',
  ownMicrophone: (other: string) => `Chỉ ${other} nghe`,
  mutedHint: 'Trong lúc nói riêng, micrô tắt với phiên họp.',
  rowOn: (other: string) => `Nói riêng với ${other}`,
  rowOffered: (other: string) => `${other} mời nói riêng`,
};

/** A moderator and the technician of one room, apart from the session. */
export const privateWordWords = catalogue({
  vi,
  en: {
    offer: 'Private word with the technician',
    calls: (room) => `Asking ${room} for a private word`,
    callsHint: 'Waiting a minute for the room to agree. Its microphone is not open to anybody yet.',
    withdraw: 'Withdraw',
    askedTitle: (caller, role) => `${caller} (${role}) asks for a private word`,
    askedText: 'If you agree, only this person hears your microphone. The session goes on, more quietly.',
    accept: 'Agree',
    decline: 'Decline',
    on: (other) => `Private word with ${other}`,
    onHint: 'Only the two of you hear each other. The session goes on, more quietly.',
    finish: 'Finish the private word',
    over: (other) => `No private word with ${other} now`,
    endings: {
      declined: 'The room declined.',
      unanswered: 'The room did not answer within a minute.',
      withdrawn: 'It was withdrawn.',
      finished: 'One of you finished it. No microphone opens by itself.',
      lost: 'One of you lost the connection or loaded the page again.',
      floor: 'One of you got the floor or the chair’s seat.',
      group: 'One of you moved to another group.',
      role: 'The role of one of you changed.',
      session: 'The session has ended.',
    },
    noMicrophone:
      'The microphone of this machine does not work yet, so the other side does not hear you. Switch it on, and check its cable and the permission of the browser.',
    ownMicrophone: (other) => `Only ${other} hears`,
    mutedHint: 'During a private word the microphone is muted in the session.',
    rowOn: (other) => `Private word with ${other}`,
    rowOffered: (other) => `${other} asks for a private word`,
  },
});
