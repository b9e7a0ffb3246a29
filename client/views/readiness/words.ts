import type { ReadinessCounts } from '../../../domain/schedule/readiness.ts';
import { catalogue } from '../../i18n/language.ts';

const vi = {
  steps: {
    invited: 'Đã mời',
    seen: 'Đã xem',
    confirmed: 'Xác nhận dự',
    tested: 'Thiết bị đạt',
    lobby: 'Đã đến phòng chờ',
    joined: 'Đã vào họp',
    declined: 'Không dự',
    toTelephone: 'Cần gọi điện',
  } satisfies Record<keyof ReadinessCounts, string>,
  allUnits: 'Tất cả',
  unit: 'Đơn vị',
  nobody: 'Không có điểm cầu nào.',
  noContact: 'Chưa có số điện thoại',
  notTested: 'Chưa kiểm tra thiết bị',
  askCheck: 'Yêu cầu kiểm tra',
  askCheckOf: (count: number) => `Yêu cầu ${count} điểm cầu kiểm tra`,
  noChair: 'Chưa mời chủ tọa.',
  invite: 'Mời dự họp',
  checkAsked: (at: string) => `Đã yêu cầu kiểm tra lúc ${at}`,
};

export const readinessWords = catalogue({
  vi,
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
    allUnits: 'All',
    unit: 'Unit',
    nobody: 'Nobody.',
    noContact: 'No telephone number',
    notTested: 'Device not tested',
    askCheck: 'Ask for a check',
    askCheckOf: (count) => `Ask ${count === 1 ? '1 room' : `${count} rooms`} for a check`,
    noChair: 'No chair is invited.',
    invite: 'Invite',
    checkAsked: (at) => `Check asked for at ${at}`,
  },
});
