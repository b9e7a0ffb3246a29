import { type Notice, subjectOf } from '../../../server/letters/notice.ts';
import { meeting } from '../../contract/fixtures.ts';
import { replyUid } from './reply-mails.ts';

/** The meeting of these notices, which the replies in reply-mails.ts answer. */
export const meetingId = replyUid.slice(0, 36);

/** A planned meeting with texts that mails and calendars must escape. */
export const planned = (given: object = {}) =>
  meeting({
    id: meetingId,
    siteId: '01890a5d-ac96-774b-bcce-b302099a8057',
    createdByAccountId: '01890a5d-ac96-774b-bcce-b302099a8058',
    title: 'Giao ban; tháng 3, "quý I"',
    description: 'Dòng một\nDòng <hai>',
    classification: 'unclassified',
    ...given,
  });

/** What an invited room is told, in a letter or a calendar. */
export const notice = (given: Partial<Notice> = {}): Notice => ({
  kind: 'invitation',
  subject: subjectOf(planned(), 'vi'),
  sequence: 3,
  issuer: 'Tỉnh Vĩnh Phúc',
  chair: 'Nguyễn Văn Ân',
  invitee: {
    id: '01890a5d-ac96-774b-bcce-b302099a8059',
    kind: 'endpoint',
    name: 'Hội trường',
    siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
    email: 'tamhong@vinhphuc.example',
    language: 'vi',
    role: 'delegate',
    delegates: [],
  },
  url: 'https://hop.vinhphuc.example',
  replyUrl: 'https://hop.vinhphuc.example/reply/mot-chia-khoa',
  ...given,
});
