import type { CommandType } from '../../../protocol/commands.ts';
import { everybody, participants } from './conference-history.ts';

export interface Around {
  /** The id of a participant. */
  readonly commune: string;
  /** The id of another participant. */
  readonly spare: string;
  /** The id of an item of the agenda, for which the commune is prepared to speak. */
  readonly itemId: string | undefined;
  /** The id of a ballot in draft. */
  readonly ballotId: string;
  /** An id that is not in use. */
  readonly other: string;
}

/** For each command with a payload, one that is accepted if role and phase allow the command. */
export const sensiblePayloads = ({
  commune,
  spare,
  itemId,
  ballotId,
  other,
}: Around): Partial<Record<CommandType, object>> => ({
  'participant.admit': { target: participants(spare) },
  'participant.mute': { target: participants(commune) },
  'participant.askToUnmute': { target: participants(commune) },
  'participant.remove': { participantId: commune, reason: '' },
  'participant.readmit': { participantId: spare },
  'participant.move': { participantId: commune, to: other },
  'participant.recall': { target: participants(spare) },
  'role.give': { participantId: commune, role: 'secretary' },
  'admission.set': { admission: 'lobby' },
  'microphones.setPolicy': { policy: 'open' },
  'camera.hold': { target: everybody },
  'camera.allow': { target: everybody },
  'locks.set': { chat: true, hands: true, screen: true },
  'stage.give': { seat: 'slides', participantId: commune },
  'stage.take': { seat: 'slides' },
  'stage.clear': { seat: 'slides' },
  'stage.yield': { seat: 'slides' },
  'stage.setPinned': { participantIds: [commune] },
  'stage.setLayout': { layout: 'grid' },
  'stage.arrange': { layout: 'grid', participantIds: [commune], speakerId: commune },
  'stage.setText': { title: 'Nghỉ', ticker: '' },
  'hand.raise': { category: 'speech', subject: '' },
  'floor.reorder': { participantIds: [commune] },
  'floor.grant': { participantId: commune },
  'floor.configure': { turnMs: 60_000, unitBudgetMs: null, warnBeforeMs: 0, handsBack: true },
  'rollCall.report': { headCount: 3, delegates: 2 },
  'rollCall.excuse': { inviteeId: spare, reason: 'ốm' },
  'ballot.draft': {
    ballotId: other,
    question: 'Thông qua?',
    kind: 'named',
    quorumPercent: 50,
    bodyVotes: null,
    majority: 'simple',
    lateJoiners: 'excluded',
    chairVotes: true,
    weights: {},
  },
  'ballot.discard': { ballotId },
  'ballot.open': { ballotId },
  'ballot.cast': { ballotId, choice: 'agree' },
  'ballot.close': { ballotId },
  'ballot.publish': { ballotId },
  'agenda.begin': { itemId },
  'conference.pause': { minutes: 10 },
  'conference.extend': { minutes: 10 },
  'script.add': { itemId, participantId: spare },
  'script.skip': { itemId, participantId: commune },
  'script.restore': { itemId, participantId: commune },
  'chat.send': { messageId: other, to: { kind: 'all' }, text: 'Xin chào', documentIds: [] },
  'chat.announce': { messageId: other, text: 'Xin chào' },
  'chat.delete': { messageId: other },
  'document.show': { documentId: other, page: 1 },
  'document.setVisibility': { documentId: other, visibleTo: 'all' },
  'document.remove': { documentId: other },
  'groups.open': { groups: [{ groupId: other, title: 'Tổ 1', target: everybody }] },
  'groups.assign': { participantId: commune, groupId: null },
  'privateWord.offer': { participantId: commune },
});
