import ICAL from 'ical.js';
import { planned as nobody } from '../../../domain/conference/state.ts';
import { meetingDetail, type MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { calendarInMail, headersInMail } from '../../../server/letters/replies/mail-calendar.ts';
import { createLetters } from '../../../server/letters/letters.ts';
import { createSmtpPost } from '../../../server/mail/smtp-post.ts';
import { startJobs } from '../../../server/storage/jobs.ts';
import { silent } from '../storage/database.ts';
import { eventually } from '../eventually.ts';
import { startMailServer } from './mail-server.ts';
import { minute, populate, startRestEdge } from '../rest/rest-edge.ts';

export const replyTo = 'hop@vinhphuc.example';
/** The mail server refuses `gone`. */
export const addresses = {
  hall: 'tamhong@yenlac.example',
  other: 'xuanhoa@lapthach.example',
  gone: 'khong-con@yenlac.example',
};

/** What a mail says about a meeting, read from its calendar part. */
interface ReceivedLetter {
  readonly method: unknown;
  readonly sequence: number;
  readonly startsAtMs: number;
  /** The address to which calendar programs answer. */
  readonly organizer: string;
  readonly replyTo: string | undefined;
}

/** A server that sends letters, the mail server that takes them, and meetings to write about. */
export type LettersWorld = Awaited<ReturnType<typeof openLettersWorld>>;

export async function openLettersWorld() {
  await using closing = new AsyncDisposableStack();
  const edge = await startRestEdge();
  closing.defer(() => edge.close());
  // The database's own clock decides when jobs are due.
  edge.clock.now = Date.now();
  const province = await populate(edge);
  const mail = closing.use(await startMailServer((address) => address !== addresses.gone));
  const post = closing.use(createSmtpPost({ smtpUrl: mail.url, from: replyTo, replyTo, logger: silent }));
  const jobs = closing.use(await startJobs(edge.execute, silent));
  const letters = createLetters({
    ...edge.repositories,
    jobs,
    post,
    replyAddressOf: (invited) => edge.replyAddresses.of(invited),
    tokens: edge.tokens,
    url: 'https://hop.vinhphuc.example',
    remindBeforeMinutes: [60],
    readinessAtMinute: 16 * 60,
    rehearsalBeforeMs: 24 * 60 * minute,
    readinessOf: (meeting, withContacts) => edge.boardOf(meeting, nobody, withContacts),
    logger: silent,
    now: () => edge.clock.now,
  });
  closing.use(await letters.start());
  const { token: as } = province.administrator;
  for (const [hall, email] of [
    [province.yenLac.hall, addresses.hall],
    [province.lapThach.hall, addresses.other],
  ] as const) {
    await edge.ask('endpoint.change', { as, params: { endpointId: hall.id }, body: { email } });
  }

  /** The administrator's request about a meeting as it is. */
  const at = (meeting: MeetingDetail) => ({
    as: province.administrator.token,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
  });
  const invite = (meeting: MeetingDetail, inviteeId: string, kind: 'endpoint' | 'account' = 'endpoint') =>
    edge.get(meetingDetail, 'meeting.invite', {
      ...at(meeting),
      body: { invitations: [{ kind, inviteeId, role: 'delegate' }] },
    });
  let hoursAhead = 2;
  /** A draft that invites the hall of Yên Lạc, at a time of its own. */
  const drafted = async (title: string, siteId = province.province): Promise<MeetingDetail> => {
    hoursAhead += 2;
    const startsAtMs = edge.clock.now + hoursAhead * 60 * minute;
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as: province.administrator.token,
      body: { title, siteId, startsAtMs, endsAtMs: startsAtMs + 60 * minute },
    });
    return invite(created, province.yenLac.hall.id);
  };
  const scheduled = async (title: string): Promise<MeetingDetail> =>
    edge.get(meetingDetail, 'meeting.schedule', at(await drafted(title)));

  /** The mails that an address received about a meeting, read from their calendar parts. */
  const receivedAbout = (meeting: MeetingDetail, address: string): readonly ReceivedLetter[] =>
    mail.received
      .filter(({ to }) => to.includes(address))
      .flatMap(({ raw }) => {
        const calendar = calendarInMail(Buffer.from(raw, 'latin1'));
        if (calendar === undefined) return [];
        const parsed = ICAL.Component.fromString(calendar);
        const component = parsed.getFirstSubcomponent('vevent');
        if (component === null) return [];
        const event = new ICAL.Event(component);
        if (event.uid !== `${meeting.id}@diemcau`) return [];
        const method = parsed.getFirstPropertyValue('method');
        return [
          {
            method,
            sequence: event.sequence,
            startsAtMs: event.startDate.toJSDate().getTime(),
            organizer: event.organizer.replace(/^mailto:/, ''),
            replyTo: headersInMail(Buffer.from(raw, 'latin1'))('reply-to')[0],
          },
        ];
      });
  const arrived = (meeting: MeetingDetail, address: string, count: number) =>
    eventually(() => {
      const received = receivedAbout(meeting, address);
      return received.length >= count ? received : undefined;
    }, `${count} letters to ${address}`);

  const open = closing.move();
  return {
    edge,
    province,
    mail,
    letters,
    at,
    invite,
    drafted,
    scheduled,
    receivedAbout,
    arrived,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
