import { cleanText } from '../../domain/clean-text.ts';
import { namedDelegates, roleWords } from '../../domain/words.ts';
import { cleanSubject, type Notice } from './notice.ts';
import { type Paper, writtenPaper } from './paper.ts';
import { spanOf } from './times.ts';

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const headings: Readonly<Record<Notice['kind'], string>> = {
  invitation: 'Giấy mời',
  change: 'Giấy mời (thay đổi)',
  cancellation: 'Hủy giấy mời',
  reminder: 'Nhắc lịch họp',
};

const openings: Readonly<Record<Notice['kind'], string>> = {
  invitation: 'trân trọng kính mời',
  change: 'trân trọng thông báo thay đổi và kính mời',
  cancellation:
    'thông báo giấy mời dưới đây không còn hiệu lực (phiên họp không tổ chức, hoặc đơn vị không phải tham dự) tới',
  reminder: 'xin nhắc lịch họp tới',
};

/** The text of a letter, laid out as Vietnamese offices write a giấy mời. */
export function letterOf(notice: Notice): Letter {
  const { kind, issuer, chair, invitee, replyUrl } = notice;
  const subject = cleanSubject(notice.subject);
  const heading = headings[kind];
  const addressee = [invitee.name, invitee.siteName].filter((part) => part !== '').join(' – ');
  const facts: Paper['facts'] = [
    ['Nội dung', subject.title],
    ['Thời gian', spanOf(subject.startsAtMs, subject.endsAtMs)],
    ['Địa điểm', venueOf(notice)],
    ['Chủ trì', chair],
    ['Vai trò', invitee.role === null ? '' : roleWords[invitee.role]],
    ['Đại biểu được mời', namedDelegates(invitee.delegates)],
  ];
  const agenda = subject.agenda.map(
    ({ title, plannedMinutes }, index) =>
      `${index + 1}. ${title}${plannedMinutes === null ? '' : ` (${plannedMinutes} phút)`}`,
  );
  const opening = `${issuer} ${openings[kind]}: ${addressee}`;
  const closing = kind === 'cancellation' ? [] : [reply(replyUrl), 'Rất mong sự tham dự đầy đủ, đúng giờ.'];

  return {
    subject: `${heading}: ${subject.title}`,
    ...writtenPaper({
      issuer,
      heading,
      opening,
      facts,
      blocks: [
        subject.description === '' ? [] : subject.description.split('\n'),
        agenda.length === 0 ? [] : ['Chương trình:', ...agenda],
        closing,
      ],
    }),
  };
}

/** A room attends in itself, so its place is its name; a person attends online from any place. */
export const venueOf = ({ invitee, url }: Pick<Notice, 'invitee' | 'url'>): string =>
  cleanText(
    invitee.kind === 'endpoint'
      ? `Điểm cầu ${invitee.name}, ${invitee.siteName}`
      : `Trực tuyến${url === null ? '' : ` tại ${url}`}`,
  );

const reply = (url: string | null): string =>
  `Đề nghị xác nhận tham dự bằng cách trả lời lời mời trong lịch của thư này${url === null ? '.' : `, hoặc tại: ${url}`}`;
