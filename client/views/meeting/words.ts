import type { Farewell } from '../../state/conference/conference.ts';
import type { Phase } from '../../../protocol/state.ts';
import type { CaptureProblem } from '../../media/capture.ts';
import type { Microphone } from '../../../protocol/conference/microphones.ts';
import { catalogue } from '../../i18n/language.ts';

const vi = {
  camera: 'Camera',
  microphone: 'Micrô',
  speaker: 'Loa',
  farewells: {
    ended: { title: 'Phiên họp đã kết thúc', text: 'Cảm ơn các đồng chí đã tham dự.' },
    left: { title: 'Bạn đã rời phiên họp', text: 'Có thể vào lại khi phiên họp còn diễn ra.' },
    removed: {
      title: 'Bạn đã được đưa ra khỏi phiên họp',
      text: 'Nếu có nhầm lẫn, hãy liên hệ thư ký phiên họp. Khi được cho vào lại, máy sẽ tự vào họp.',
    },
    'signed-out': {
      title: 'Phiên đăng nhập đã kết thúc',
      text: 'Tài khoản hoặc thiết bị này không còn được đăng nhập, nên đã rời phiên họp. Hãy đăng nhập lại.',
    },
    'not-invited': {
      title: 'Không còn trong thành phần dự họp',
      text: 'Giấy mời đã được rút hoặc đơn vị đã thay đổi. Nếu có nhầm lẫn, hãy liên hệ đơn vị tổ chức.',
    },
    'not-cleared': {
      title: 'Không được dự phiên họp mật',
      text: 'Phiên họp này chỉ dành cho điểm cầu và tài khoản đã được phép dự họp mật.',
    },
    'seat-taken-over': {
      title: 'Đã chuyển sang thiết bị khác',
      text: 'Bạn vừa vào họp từ một thiết bị khác, nên thiết bị này ngừng kết nối.',
    },
    moved: {
      title: 'Đã được chuyển sang phiên họp khác',
      text: 'Người điều hành đã chuyển bạn sang một phiên họp khác.',
    },
    outdated: { title: 'Trang cần được tải lại', text: 'Hệ thống vừa được cập nhật phiên bản mới.' },
    refused: { title: 'Không vào được phiên họp', text: 'Bạn không có tên trong thành phần dự họp.' },
  } satisfies Record<Farewell, { readonly title: string; readonly text: string }>,
  phases: {
    planned: 'Chưa mở',
    opening: 'Chuẩn bị khai mạc',
    'in-session': 'Đang họp',
    break: 'Nghỉ giải lao',
    closed: 'Đã kết thúc',
  } satisfies Record<Phase, string>,
  captureProblems: {
    denied: 'Trình duyệt chưa cho phép. Hãy bấm vào biểu tượng ổ khóa cạnh địa chỉ trang và cho phép.',
    missing: 'Không tìm thấy thiết bị. Hãy kiểm tra dây nối.',
    busy: 'Thiết bị đang được chương trình khác sử dụng.',
    insecure: 'Trình duyệt chỉ cho dùng camera và micrô qua địa chỉ https.',
  } satisfies Record<CaptureProblem, string>,
  microphoneStates: {
    open: 'Micrô đang mở',
    muted: 'Micrô đang tắt',
    held: 'Micrô do người điều hành tắt',
  } satisfies Record<Microphone, string>,
  speaks: (name: string) => `${name} đang phát biểu`,
  youSpeak: 'Đến lượt bạn phát biểu',
  onAir: 'Bạn đang lên hình',
  offAir: 'Bạn không còn lên hình',
  turnCameraOn: 'Bật camera',
  turnCameraOff: 'Tắt camera',
  openMicrophone: 'Mở micrô',
  muteMicrophone: 'Tắt micrô',
  connecting: 'Đang vào phiên họp…',
  reconnecting: 'Đang kết nối lại…',
  lobbyTitle: 'Đang ở phòng chờ',
  lobbyText: 'Đang đợi người điều hành cho vào phiên họp. Máy sẽ tự vào khi được phép.',
  lobbyChairText: 'Phiên họp bắt đầu khi chủ tọa có mặt. Máy sẽ tự vào khi được phép.',
  retrying: 'Hệ thống tự thử lại, không cần làm gì.',
  locked: 'Đã khóa',
  ownTile: (name: string) => `${name} (bạn)`,
  connectionLost: 'Mất kết nối',
  leave: 'Rời họp',
  notNow: 'Để sau',
  panels: 'Bảng bên',
  askedTitle: 'Người điều hành mời phát biểu',
  askedText: 'Mở micrô để cả phiên họp nghe thấy.',
};

export const meetingWords = catalogue({
  vi,
  en: {
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    farewells: {
      ended: { title: 'The meeting has ended', text: 'Thank you for taking part.' },
      left: { title: 'You have left the meeting', text: 'You may join again while it goes on.' },
      removed: {
        title: 'You were removed from the meeting',
        text: 'If this is a mistake, call the meeting’s secretary. Once it is let in again, this page joins by itself.',
      },
      'signed-out': {
        title: 'The sign-in has ended',
        text: 'This account or device is no longer signed in and has left the meeting. Please sign in again.',
      },
      'not-invited': {
        title: 'No longer invited',
        text: 'The invitation was withdrawn, or the unit has changed. If this is a mistake, call the organiser.',
      },
      'not-cleared': {
        title: 'Not cleared for this meeting',
        text: 'Only rooms and accounts that are cleared take part in a classified meeting.',
      },
      'seat-taken-over': {
        title: 'Moved to another device',
        text: 'Another device has just joined in this place, so this one has disconnected.',
      },
      moved: {
        title: 'Moved to another meeting',
        text: 'A moderator has moved you to another meeting.',
      },
      outdated: { title: 'The page must be reloaded', text: 'The system has just been updated.' },
      refused: { title: 'You cannot join this meeting', text: 'You are not among those invited.' },
    },
    phases: {
      planned: 'Not open',
      opening: 'About to begin',
      'in-session': 'In session',
      break: 'Break',
      closed: 'Ended',
    },
    captureProblems: {
      denied: 'The browser does not permit it. Press the lock beside the address and allow it.',
      missing: 'No device was found. Check the cable.',
      busy: 'Another program is using the device.',
      insecure: 'Browsers give camera and microphone to https addresses only.',
    },
    microphoneStates: {
      open: 'Microphone open',
      muted: 'Microphone muted',
      held: 'Microphone muted by a moderator',
    },
    speaks: (name) => `${name} has the floor`,
    youSpeak: 'You have the floor',
    onAir: 'You are on the stage',
    offAir: 'You are no longer on the stage',
    turnCameraOn: 'Camera on',
    turnCameraOff: 'Camera off',
    openMicrophone: 'Open microphone',
    muteMicrophone: 'Mute microphone',
    connecting: 'Joining the meeting…',
    reconnecting: 'Reconnecting…',
    lobbyTitle: 'You are in the lobby',
    lobbyText: 'Waiting for a moderator to admit you. The page then goes in by itself.',
    lobbyChairText: 'The session begins when its chair is here. The page goes in by itself once it may.',
    retrying: 'The page tries again by itself.',
    locked: 'Locked',
    ownTile: (name) => `${name} (you)`,
    connectionLost: 'Connection lost',
    leave: 'Leave',
    notNow: 'Not now',
    panels: 'Panels',
    askedTitle: 'A moderator invites you to speak',
    askedText: 'Open your microphone, and the whole meeting hears you.',
  },
});
