import { countReadiness, isToTelephone } from '../../domain/schedule/readiness.ts';
import { rehearsalReasonWords } from '../../domain/words.ts';
import type { ReadinessRow, ReadinessView } from '../../protocol/rest/meetings/readiness.ts';
import type { Letter } from './letter.ts';
import type { Subject } from './notice.ts';
import { writtenPaper } from './paper.ts';
import { spanOf } from './times.ts';

interface Told {
  readonly subject: Subject;
  /** The unit that invites, with its parent. */
  readonly issuer: string;
  readonly view: Pick<ReadinessView, 'rows'>;
  /**
   * Whether to name invitees that are not ready. False for a classified session: mail must not name its
   * participants.
   */
  readonly named: boolean;
  /** The address of the readiness board; null if the service has no public address. */
  readonly boardUrl: string | null;
}

const byName = new Intl.Collator('vi', { numeric: true });

/** Tells the planners on the evening before a meeting which invitees are ready and which to telephone. */
export function readinessLetter({ subject, issuer, view: { rows }, named, boardUrl }: Told): Letter {
  const counts = countReadiness(rows);
  const heading = 'Mức sẵn sàng trước phiên họp';
  const toTelephone = rows
    .filter(isToTelephone)
    .toSorted((a, b) => byName.compare(a.siteName, b.siteName) || byName.compare(a.name, b.name));
  const opening =
    toTelephone.length === 0
      ? 'Tất cả điểm cầu và đại biểu dự họp đã xác nhận, thiết bị đã đạt kiểm tra.'
      : `Còn ${toTelephone.length} điểm cầu, đại biểu cần liên hệ trước phiên họp.`;
  return {
    subject: `${toTelephone.length === 0 ? 'Đã sẵn sàng' : `Cần liên hệ ${toTelephone.length}`}: ${subject.title}`,
    ...writtenPaper({
      issuer,
      heading,
      opening,
      facts: [
        ['Nội dung', subject.title],
        ['Thời gian', spanOf(subject.startsAtMs, subject.endsAtMs)],
        ['Đã mời', String(counts.invited)],
        ['Đã xác nhận dự', String(counts.confirmed)],
        ['Không dự', String(counts.declined)],
        ['Thiết bị đạt', String(counts.tested)],
      ],
      blocks: [
        named && toTelephone.length > 0 ? ['Cần liên hệ:', ...toTelephone.map(lineOf)] : [],
        boardUrl === null ? [] : [`Bảng sẵn sàng: ${boardUrl}`],
      ],
    }),
  };
}

const lineOf = (row: ReadinessRow, index: number): string => {
  const who = [row.siteName, row.name].filter((part) => part !== '').join(' – ');
  const contacts = row.contacts.map(({ name, phone }) => `${name} ${phone}`).join('; ');
  return `${index + 1}. ${who}: ${missing(row).join('; ')}.${contacts === '' ? '' : ` Liên hệ: ${contacts}`}`;
};

const withinSentence = (words: string): string => words.slice(0, 1).toLocaleLowerCase('vi') + words.slice(1);

/** Why the invitee is not ready. */
function missing({ kind, reply, rehearsal }: ReadinessRow): readonly string[] {
  const said = reply === null ? ['chưa trả lời'] : [];
  if (kind === 'account') return said;
  if (rehearsal === null) return [...said, 'chưa kiểm tra thiết bị'];
  const { signOff, reasons } = rehearsal;
  if (signOff?.fit === false) return [...said, `kỹ thuật đánh giá chưa đạt: ${signOff.note}`];
  return signOff === null && reasons.length > 0
    ? [
        ...said,
        `chưa đạt: ${reasons.map((reason) => withinSentence(rehearsalReasonWords[reason])).join(', ')}`,
      ]
    : said;
}
