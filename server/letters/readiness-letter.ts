import { countReadiness, isToTelephone } from '../../domain/schedule/readiness.ts';
import { rehearsalReasonWords } from '../../domain/words.ts';
import type { Language } from '../../protocol/language.ts';
import type { ReadinessRow, ReadinessView } from '../../protocol/rest/meetings/readiness.ts';
import type { Letter } from './letter.ts';
import type { Subject } from './notice.ts';
import { writtenPaper } from './paper.ts';
import { readinessWords } from './words/readiness-words.ts';
import { spanOf } from './words/times.ts';

interface Told {
  readonly language: Language;
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
export function readinessLetter({
  language,
  subject,
  issuer,
  view: { rows },
  named,
  boardUrl,
}: Told): Letter {
  const words = readinessWords[language];
  const counts = countReadiness(rows);
  const toTelephone = rows
    .filter(isToTelephone)
    .toSorted((a, b) => byName.compare(a.siteName, b.siteName) || byName.compare(a.name, b.name));
  const { length } = toTelephone;
  return {
    subject: `${length === 0 ? words.ready : words.toTelephoneInShort(length)}: ${subject.title}`,
    ...writtenPaper({
      language,
      issuer,
      heading: words.heading,
      opening: length === 0 ? words.allReady : words.toTelephone(length),
      facts: [
        [words.facts.title, subject.title],
        [words.facts.time, spanOf(subject.startsAtMs, subject.endsAtMs, language)],
        [words.facts.invited, String(counts.invited)],
        [words.facts.confirmed, String(counts.confirmed)],
        [words.facts.declined, String(counts.declined)],
        [words.facts.tested, String(counts.tested)],
      ],
      blocks: [
        named && length > 0
          ? [words.list, ...toTelephone.map((row, index) => lineOf(row, index, language))]
          : [],
        boardUrl === null ? [] : [words.board(boardUrl)],
      ],
    }),
  };
}

function lineOf(row: ReadinessRow, index: number, language: Language): string {
  const who = [row.siteName, row.name].filter((part) => part !== '').join(' – ');
  const contacts = row.contacts.map(({ name, phone }) => `${name} ${phone}`).join('; ');
  const called = contacts === '' ? '' : ` ${readinessWords[language].contacts}: ${contacts}`;
  return `${index + 1}. ${who}: ${missing(row, language).join('; ')}.${called}`;
}

const withinSentence = (words: string): string => words.slice(0, 1).toLocaleLowerCase('vi') + words.slice(1);

/** Why the invitee is not ready. */
function missing({ kind, reply, rehearsal }: ReadinessRow, language: Language): readonly string[] {
  const words = readinessWords[language];
  const said = reply === null ? [words.noReply] : [];
  if (kind === 'account') return said;
  if (rehearsal === null) return [...said, words.noCheck];
  const { signOff, reasons } = rehearsal;
  if (signOff?.fit === false) return [...said, words.unfit(signOff.note)];
  if (signOff !== null || reasons.length === 0) return said;
  const named = reasons.map((reason) => withinSentence(rehearsalReasonWords[language][reason]));
  return [...said, words.failed(named.join(', '))];
}
