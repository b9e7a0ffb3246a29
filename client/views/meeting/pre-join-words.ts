import { catalogue } from '../../i18n/language.ts';

const vi = {
  preview: 'Xem trước camera',
  defaultDevice: 'Mặc định',
  testSpeaker: 'Thử loa',
  testing: 'Đang phát…',
  speakToTest: 'Nói thử: vạch phải nhích theo tiếng nói.',
  level: 'Mức âm thanh',
  cameraOpening: 'Đang mở camera…',
  cameraOff: 'Camera đang tắt',
  youJoinAs: (role: string) => `Bạn vào họp với vai trò: ${role}`,
  youTakeNoPart:
    'Bạn không dự phiên họp này: tài khoản chưa được phép dự họp mật, hoặc đã được đưa ra khỏi phiên họp.',
  joinMuted: 'Micrô tắt khi vào họp; micrô mở khi bạn được mời phát biểu hoặc tự bật.',
  notOpenYet: 'Phiên họp chưa mở. Trang sẽ tự vào khi phiên họp mở.',
  mayOpenHint: 'Phiên họp chưa mở. Bạn có thể mở ngay.',
};

export const preJoinWords = catalogue({
  vi,
  en: {
    preview: 'Camera preview',
    defaultDevice: 'Default',
    testSpeaker: 'Test the speaker',
    testing: 'Playing…',
    speakToTest: 'Say something: the bar should move.',
    level: 'Sound level',
    cameraOpening: 'Opening the camera…',
    cameraOff: 'The camera is off',
    youJoinAs: (role) => `You join as: ${role}`,
    youTakeNoPart:
      'You take no part in this meeting: the account is not cleared for classified meetings, or was removed.',
    joinMuted: 'You join muted; the microphone opens when you are given the floor or open it yourself.',
    notOpenYet: 'The meeting is not open yet. This page joins by itself once it is.',
    mayOpenHint: 'The meeting is not open yet. You may open it now.',
  },
});
