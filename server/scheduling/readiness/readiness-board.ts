import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { pathTo } from '../../../domain/conference/roll-call.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type { ReadinessRow, ReadinessView, ReplyView } from '../../../protocol/rest/meetings/readiness.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import type { ContactRepository } from '../../sites/contact-repository.ts';
import { Names } from '../access/names.ts';
import type { RehearsalRepository } from './rehearsal-repository.ts';
import { rehearsalView } from './rehearsals.ts';
import type { InvitationRecord, ReplyRepository } from './reply-repository.ts';

export type ReadinessBoardContext = ConstructorParameters<typeof Names>[0] & {
  readonly replies: Pick<ReplyRepository, 'ofMeeting'>;
  readonly rehearsals: Pick<RehearsalRepository, 'latestOf' | 'askedOf'>;
  readonly contacts: Pick<ContactRepository, 'ofSites'>;
};

export type ReadinessBoard = ReturnType<typeof createReadinessBoard>;

/** The readiness of each invitee, by unit. The caller must check that its reader may see it. */
export function createReadinessBoard(context: ReadinessBoardContext) {
  const { replies, rehearsals, contacts, sites } = context;

  /**
   * @param state the current or last state of the meeting's conference
   * @param withContacts whether to include the people to telephone at each unit
   */
  return async (
    meeting: MeetingWithInvitations,
    state: ConferenceState,
    withContacts: boolean,
  ): Promise<ReadinessView> => {
    const invitations = meeting.invitations.filter(({ transferred }) => !transferred);
    const invited = await new Names(context).invitations(invitations);
    const siteIds = [...new Set(invited.flatMap(({ siteId }) => siteId ?? []))];
    const [records, latest, asked, phones, tree] = await Promise.all([
      replies.ofMeeting(meeting.id),
      rehearsals.latestOf(meeting.id),
      rehearsals.askedOf(meeting.id),
      contacts.ofSites(withContacts ? siteIds : []),
      // The tree of the meeting's day, as in the roll call.
      sites.validOn(dayInVietnam(meeting.startsAtMs)),
    ]);
    const siteById = new Map(tree.map((site) => [site.id, site]));
    const recordById = new Map(records.map((record) => [record.invitationId, record]));
    const rehearsalById = new Map(latest.map((rehearsal) => [rehearsal.endpointId, rehearsal]));
    const rows = invited.map(({ id, siteId, delegates, ...named }): ReadinessRow => {
      const record = recordById.get(id);
      const rehearsal = rehearsalById.get(named.inviteeId);
      return {
        ...named,
        invitationId: id,
        sitePath: siteId === null ? [] : [...pathTo(siteId, siteById)],
        levelId: siteId === null ? null : (siteById.get(siteId)?.levelId ?? null),
        seenAtMs: record?.seenAtMs ?? null,
        asked: delegates,
        reply: replyView(record),
        rehearsal: rehearsal ? rehearsalView(rehearsal) : null,
        checkAskedAtMs: asked.get(named.inviteeId) ?? null,
        ...cameIn(state, named.inviteeId),
        contacts: siteId === null ? [] : [...(phones.get(siteId) ?? [])],
      };
    });
    const units = [...new Set(rows.flatMap(({ sitePath }) => sitePath))].map((siteId) => {
      const site = siteById.get(siteId);
      return { siteId, parentId: site?.parentId ?? null, name: site?.name ?? siteId };
    });
    return { title: meeting.title, startsAtMs: meeting.startsAtMs, state: meeting.state, rows, units };
  };
}

/**
 * When the participant came to the lobby, if it waits there; otherwise when it first joined. Null if it never
 * came.
 */
function cameIn(
  { participants }: ConferenceState,
  id: string,
): Pick<ReadinessRow, 'lobbyAtMs' | 'joinedAtMs'> {
  const participant = participants[id];
  if (participant === undefined) return { lobbyAtMs: null, joinedAtMs: null };
  return participant.presence === 'waiting'
    ? { lobbyAtMs: participant.since, joinedAtMs: null }
    : { lobbyAtMs: null, joinedAtMs: participant.since };
}

export function replyView(record: InvitationRecord | undefined): ReplyView | null {
  const reply = record?.reply ?? null;
  return reply?.answer === 'confirmed' ? { ...reply, delegates: [...reply.delegates] } : reply;
}
