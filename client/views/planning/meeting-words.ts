import { catalogue } from '../../i18n/language.ts';

const vi = {
  todaysMeetings: 'Phiên họp hôm nay',
  upcomingMeetings: 'Những ngày tới',
  noMeetings: 'Hôm nay không có phiên họp.',
  noMeetingsHint: 'Phiên họp mà bạn được mời sẽ hiện ở đây.',
  details: 'Chi tiết',
  admissionLobby: 'Có phòng chờ',
  admission: 'Cách vào họp',
  admissions: { open: 'Vào thẳng', lobby: 'Qua phòng chờ' },
  classified: 'Mật',
  newMeeting: 'Tạo phiên họp',
  meetingTitle: 'Tên phiên họp',
  meetingDate: 'Ngày',
  startsAt: 'Bắt đầu',
  endsAt: 'Kết thúc',
  endBeforeStart: 'Giờ kết thúc phải sau giờ bắt đầu.',
  schedule: 'Lên lịch',
  openNowConfirm: (when: string) =>
    `Mở ngay bây giờ? Theo lịch, phiên họp bắt đầu lúc ${when}. Mọi điểm cầu được mời sẽ vào họp ngay.`,
  cancelMeeting: 'Hủy phiên họp',
  cancelMeetingConfirm: 'Hủy phiên họp này? Các điểm cầu được mời sẽ không vào họp được.',
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
    classified: 'Classified',
    newMeeting: 'New meeting',
    meetingTitle: 'Title',
    meetingDate: 'Date',
    startsAt: 'Begins',
    endsAt: 'Ends',
    endBeforeStart: 'The end must come after the beginning.',
    schedule: 'Schedule',
    openNowConfirm: (when) =>
      `Open it now? It is planned for ${when}. All rooms that are invited come in at once.`,
    cancelMeeting: 'Cancel the meeting',
    cancelMeetingConfirm: 'Cancel this meeting? Those invited will not be able to join.',
  },
});
