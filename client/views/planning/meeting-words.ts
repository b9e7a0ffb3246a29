import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { type BothLanguages, catalogue } from '../../i18n/language.ts';

/** What decides whether those invited come straight in when a meeting opens. */
type EntryRules = Pick<MeetingDetail, 'admission' | 'needsChair'>;

/** The lobby comes first: there, a chair that has come admits nobody by itself. */
const wayIn = ({ admission, needsChair }: EntryRules): 'lobby' | 'chair' | 'straight' => {
  if (admission === 'lobby') return 'lobby';
  return needsChair ? 'chair' : 'straight';
};

const comeIn: BothLanguages<Record<ReturnType<typeof wayIn>, string>> = {
  vi: {
    lobby: 'Người điều hành vào thẳng; điểm cầu và người dự khác đợi ở phòng chờ đến khi được cho vào.',
    chair: 'Người điều hành vào thẳng; điểm cầu và người dự khác đợi ở phòng chờ đến khi chủ tọa có mặt.',
    straight: 'Điểm cầu và người được mời vào thẳng phiên họp.',
  },
  en: {
    lobby: 'Moderators come straight in; rooms and other people wait in the lobby until they are admitted.',
    chair: 'Moderators come straight in; rooms and other people wait in the lobby until a chair is present.',
    straight: 'Rooms and people that are invited come straight in.',
  },
};

const vi = {
  todaysMeetings: 'Phiên họp hôm nay',
  upcomingMeetings: 'Những ngày tới',
  noMeetings: 'Hôm nay không có phiên họp.',
  noMeetingsHint: 'Phiên họp mà bạn được mời sẽ hiện ở đây.',
  details: 'Chi tiết',
  admissionLobby: 'Có phòng chờ',
  admission: 'Cách vào họp',
  admissions: { open: 'Vào thẳng', lobby: 'Qua phòng chờ' },
  needsChair: 'Chủ tọa phải có mặt: chưa có chủ tọa thì chưa khai mạc, điểm cầu đợi ở phòng chờ',
  isChairNeeded: 'Phiên họp chỉ khai mạc khi chủ tọa có mặt.',
  classified: 'Mật',
  newMeeting: 'Tạo phiên họp',
  meetingTitle: 'Tên phiên họp',
  meetingDate: 'Ngày',
  startsAt: 'Bắt đầu',
  endsAt: 'Kết thúc',
  endBeforeStart: 'Giờ kết thúc phải sau giờ bắt đầu.',
  schedule: 'Chốt lịch và gửi giấy mời',
  openNowConfirm: (when: string, rules: EntryRules) =>
    `Mở ngay bây giờ? Theo lịch, phiên họp bắt đầu lúc ${when}. ${comeIn.vi[wayIn(rules)]}`,
  cancelMeeting: 'Hủy phiên họp',
  cancelMeetingConfirm: 'Hủy phiên họp này? Điểm cầu và người được mời sẽ không vào họp được.',
};

export const plannedMeetingWords = catalogue({
  vi,
  en: {
    todaysMeetings: 'Today’s meetings',
    upcomingMeetings: 'Coming days',
    noMeetings: 'No meetings today.',
    noMeetingsHint: 'Meetings that you are invited to appear here.',
    details: 'Details',
    admissionLobby: 'With a lobby',
    admission: 'Admission',
    admissions: { open: 'Straight in', lobby: 'Through the lobby' },
    needsChair: 'A chair must be present: until then the meeting does not begin and rooms wait in the lobby',
    isChairNeeded: 'The meeting begins only when a chair is present.',
    classified: 'Classified',
    newMeeting: 'New meeting',
    meetingTitle: 'Title',
    meetingDate: 'Date',
    startsAt: 'Begins',
    endsAt: 'Ends',
    endBeforeStart: 'The end must come after the beginning.',
    schedule: 'Schedule and send the invitations',
    openNowConfirm: (when, rules) => `Open it now? It is planned for ${when}. ${comeIn.en[wayIn(rules)]}`,
    cancelMeeting: 'Cancel the meeting',
    cancelMeetingConfirm: 'Cancel this meeting? Those invited will not be able to join.',
  },
});
