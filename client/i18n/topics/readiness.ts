import { rehearsalReasonWords } from '../../../domain/words.ts';
import type { ReadinessCounts } from '../../../domain/schedule/readiness.ts';
import type { RehearsalReason } from '../../../protocol/rest/meetings/rehearsals.ts';
import type { Topic } from './topic.ts';

interface Names {
  readonly steps: Record<keyof ReadinessCounts, string>;
  readonly reasons: Record<RehearsalReason, string>;
}

const names: Topic<Names> = {
  vi: {
    steps: {
      invited: 'Đã mời',
      seen: 'Đã xem',
      confirmed: 'Xác nhận dự',
      tested: 'Thiết bị đạt',
      lobby: 'Đã đến phòng chờ',
      joined: 'Đã vào họp',
      declined: 'Không dự',
      toTelephone: 'Cần gọi điện',
    },
    reasons: rehearsalReasonWords,
  },
  en: {
    steps: {
      invited: 'Invited',
      seen: 'Seen',
      confirmed: 'Confirmed',
      tested: 'Device passed',
      lobby: 'Reached the lobby',
      joined: 'Joined',
      declined: 'Declined',
      toTelephone: 'To telephone',
    },
    reasons: {
      'no-camera': 'No picture from the camera',
      'camera-dark': 'Dark picture or covered lens',
      'camera-small': 'Picture too small',
      'no-microphone': 'No microphone',
      'microphone-silent': 'Silent microphone',
      'speaker-silent': 'Microphone does not hear the speaker',
      'no-server': 'Server could not be measured',
      'far-away': 'Round trip too long',
      'line-down': 'Weak line down',
      'line-up': 'Weak line up',
      'no-media-path': 'Sound and picture do not reach the server',
      'loss-high': 'Much packet loss',
    },
  },
};

const vi = {
  ...names.vi,
  linkOver: 'Đường dẫn này không còn dùng được.',
  when: 'Thời gian',
  invited: 'Được mời',
  board: 'Tình hình sẵn sàng',
  allUnits: 'Tất cả',
  unit: 'Đơn vị',
  nobody: 'Không có điểm cầu nào.',
  noContact: 'Chưa có số điện thoại',
  notTested: 'Chưa kiểm tra thiết bị',
  noReply: 'Chưa trả lời',
  delegates: (count: number) => `${count} đại biểu`,
  confirm: 'Xác nhận dự họp',
  delegateCount: 'Số đại biểu sẽ dự',
  delegateNames: 'Họ tên đại biểu, mỗi dòng một người (không bắt buộc)',
  decline: 'Không dự được',
  reason: 'Lý do',
  send: 'Gửi',
  change: 'Sửa trả lời',
  youConfirmed: (count: number) => `Đã xác nhận dự: ${count} đại biểu.`,
  youDeclined: (reason: string) => `Đã báo không dự: ${reason}`,
  checking: 'Đang tự kiểm tra camera, micrô, loa (sẽ phát một hồi chuông) và đường truyền…',
  passed: 'Thiết bị đạt yêu cầu.',
  failed: 'Thiết bị chưa đạt:',
  checkAgain: 'Kiểm tra lại',
  askCheck: 'Yêu cầu kiểm tra',
  askCheckOf: (count: number) => `Yêu cầu ${count} điểm cầu kiểm tra`,
  checkAsked: (at: string) => `Đã yêu cầu kiểm tra lúc ${at}`,
};

export const readiness: Topic<typeof vi> = {
  vi,
  en: {
    ...names.en,
    linkOver: 'This link is no longer good.',
    when: 'When',
    invited: 'Invited',
    board: 'Readiness',
    allUnits: 'All',
    unit: 'Unit',
    nobody: 'Nobody.',
    noContact: 'No telephone number',
    notTested: 'Device not tested',
    noReply: 'No reply',
    delegates: (count) => (count === 1 ? '1 delegate' : `${count} delegates`),
    confirm: 'Confirm attendance',
    delegateCount: 'Delegates who will come',
    delegateNames: 'Their names, one a line (optional)',
    decline: 'Cannot attend',
    reason: 'Reason',
    send: 'Send',
    change: 'Change the reply',
    youConfirmed: (count) => `Confirmed: ${count === 1 ? '1 delegate' : `${count} delegates`}.`,
    youDeclined: (reason) => `Declined: ${reason}`,
    checking: 'Checking camera, microphone, speaker (it will sound a chord) and line…',
    passed: 'The device passed.',
    failed: 'The device did not pass:',
    checkAgain: 'Check again',
    askCheck: 'Ask for a check',
    askCheckOf: (count) => `Ask ${count === 1 ? '1 room' : `${count} rooms`} for a check`,
    checkAsked: (at) => `Check asked for at ${at}`,
  },
};
