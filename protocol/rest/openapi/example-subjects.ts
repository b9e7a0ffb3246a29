// The subjects of the examples: one district of Vĩnh Phúc, one of its communes, and a Monday's briefing.

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Monday of week 48 of 2026, 08:00 in Hà Nội. */
export const start = Date.UTC(2026, 10, 23, 1);
export const end = start + 90 * minute;
export const rehearsed = start - 16 * hour;

export const numbered = (number: number): string =>
  `019ab1c0-5a00-7000-8000-${String(number).padStart(12, '0')}`;
export const province = numbered(1);
export const district = numbered(2);
export const commune = numbered(3);
export const laterCommune = numbered(4);
export const endpoint = numbered(11);
export const account = numbered(12);
export const laterAccount = numbered(16);
export const meeting = numbered(13);
export const otherMeeting = numbered(14);
export const series = numbered(15);
export const invitation = numbered(21);
export const agendaItem = numbered(22);
export const document = numbered(23);
export const group = numbered(31);
export const template = numbered(32);
export const rehearsal = numbered(33);
export const bridge = numbered(34);

export const communeInDistrict = 'Xã Tam Quan, Huyện Tam Đảo';
export const hall = 'Hội trường UBND xã Tam Quan';
export const secretary = 'Thư ký UBND huyện Tam Đảo';
export const title = 'Giao ban tuần 48';
export const sentBackFor = 'Đề nghị bổ sung tài liệu cho nội dung thứ hai';
export const cancelledFor = 'Chuyển sang tuần sau theo chỉ đạo của Chủ tịch UBND huyện';
export const paper = 'Báo cáo kết quả công tác tuần 47.pdf';
/** Looks like a token, but is not valid. */
export const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.day-chi-la-vi-du';
export const secret = 'day-chi-la-vi-du-cua-mot-dia-chi-bi-mat-dai';

export const rtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_481_048_000 }],
};
export const fingerprints = [
  {
    algorithm: 'sha-256',
    value: Array.from({ length: 32 }, (_, index) =>
      (index * 8).toString(16).padStart(2, '0').toUpperCase(),
    ).join(':'),
  },
];
