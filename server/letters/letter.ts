import { cleanText } from '../../domain/clean-text.ts';
import { namedDelegates, roleWords } from '../../domain/words.ts';
import { cleanSubject, type Notice } from './notice.ts';
import { type Paper, writtenPaper } from './paper.ts';
import { invitationWords } from './words/invitation-words.ts';
import { spanOf } from './words/times.ts';

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The text of a letter, laid out as Vietnamese offices write a giấy mời. */
export function letterOf(notice: Notice): Letter {
  const { kind, issuer, chair, invitee, replyUrl } = notice;
  const { language } = invitee;
  const words = invitationWords[language];
  const subject = cleanSubject(notice.subject);
  const heading = words.headings[kind];
  const addressee = [invitee.name, invitee.siteName].filter((part) => part !== '').join(' – ');
  const facts: Paper['facts'] = [
    [words.facts.title, subject.title],
    [words.facts.time, spanOf(subject.startsAtMs, subject.endsAtMs, language)],
    [words.facts.place, venueOf(notice)],
    [words.facts.chair, chair],
    [words.facts.role, invitee.role === null ? '' : roleWords[language][invitee.role]],
    [words.facts.delegates, namedDelegates(invitee.delegates)],
  ];
  const agenda = subject.agenda.map(
    ({ title, plannedMinutes }, index) =>
      `${index + 1}. ${title}${plannedMinutes === null ? '' : ` (${words.minutes(plannedMinutes)})`}`,
  );

  return {
    subject: `${heading}: ${subject.title}`,
    ...writtenPaper({
      language,
      issuer,
      heading,
      opening: words.openings[kind](issuer, addressee),
      facts,
      blocks: [
        subject.description === '' ? [] : subject.description.split('\n'),
        agenda.length === 0 ? [] : [words.agenda, ...agenda],
        kind === 'cancellation' ? [] : [words.reply(replyUrl), words.closing],
      ],
    }),
  };
}

/** A room attends in itself, so its place is its name; a person attends online from any place. */
export function venueOf({ invitee, url }: Pick<Notice, 'invitee' | 'url'>): string {
  const { room, online } = invitationWords[invitee.language];
  return cleanText(invitee.kind === 'endpoint' ? room(invitee.name, invitee.siteName) : online(url));
}
