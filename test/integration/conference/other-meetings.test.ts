import { expect } from 'chai';
import { v7 as newId } from 'uuid';
import { commands, joinResult } from '../../../protocol/commands.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import { documentView } from '../../../protocol/rest/meetings/documents.ts';
import { role } from '../../../protocol/roles.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { policyRefusal } from '../../../domain/conference/policy.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { participants } from '../../support/conference/conference-history.ts';
import { pdfOf } from '../../support/files.ts';
import { idPlaces } from '../../support/rest/id-fields.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest, Planner } from '../../support/conference/passes.ts';
import { sensiblePayloads } from '../../support/conference/sensible-commands.ts';

const types = Object.keys(commands).filter((type): type is CommandType => Object.hasOwn(commands, type));
const roles = role.exclude(['recorder']).options;

/** The target of an id in a command. The sender chooses a `new` one. */
type Kind = 'participant' | 'document' | 'ballot' | 'item' | 'group' | 'message' | 'site' | 'meeting' | 'new';

/** The target of the id at each place of each command that has one, and the rest of the payload there. */
const places: Partial<Record<CommandType, Readonly<Record<string, Kind>>>> = {
  'participant.admit': { 'target.participantIds[]': 'participant', 'target.siteId': 'site' },
  'participant.remove': { participantId: 'participant' },
  'participant.readmit': { participantId: 'participant' },
  'participant.move': { participantId: 'participant', to: 'meeting' },
  'participant.recall': { 'target.participantIds[]': 'participant', 'target.siteId': 'site' },
  'role.give': { participantId: 'participant' },
  'participant.mute': { 'target.participantIds[]': 'participant', 'target.siteId': 'site' },
  'participant.askToUnmute': { 'target.participantIds[]': 'participant', 'target.siteId': 'site' },
  'camera.hold': { 'target.participantIds[]': 'participant', 'target.siteId': 'site' },
  'camera.allow': { 'target.participantIds[]': 'participant', 'target.siteId': 'site' },
  'stage.give': { participantId: 'participant' },
  'stage.setPinned': { 'participantIds[]': 'participant' },
  'stage.arrange': { 'participantIds[]': 'participant', speakerId: 'participant' },
  'floor.reorder': { 'participantIds[]': 'participant' },
  'floor.grant': { participantId: 'participant' },
  'rollCall.excuse': { inviteeId: 'participant' },
  'ballot.draft': { ballotId: 'new' },
  'ballot.discard': { ballotId: 'ballot' },
  'ballot.open': { ballotId: 'ballot' },
  'ballot.cast': { ballotId: 'ballot' },
  'ballot.close': { ballotId: 'ballot' },
  'ballot.publish': { ballotId: 'ballot' },
  'agenda.begin': { itemId: 'item' },
  'script.add': { itemId: 'item', participantId: 'participant' },
  'script.skip': { itemId: 'item', participantId: 'participant' },
  'script.restore': { itemId: 'item', participantId: 'participant' },
  'chat.send': {
    messageId: 'new',
    'to.participantId': 'participant',
    'to.participantIds[]': 'participant',
    'documentIds[]': 'document',
  },
  'chat.announce': { messageId: 'new' },
  'chat.delete': { messageId: 'message' },
  'document.show': { documentId: 'document' },
  'document.setVisibility': { documentId: 'document' },
  'document.remove': { documentId: 'document' },
  'groups.open': {
    'groups[].groupId': 'new',
    'groups[].target.participantIds[]': 'participant',
    'groups[].target.siteId': 'site',
  },
  'groups.assign': { participantId: 'participant', groupId: 'group' },
  'privateWord.offer': { participantId: 'participant' },
};

/** The payload with this id at the place. */
function withId(payload: object, place: string, id: string): object {
  switch (place) {
    case 'target.participantIds[]':
      return { ...payload, target: participants(id) };
    case 'target.siteId':
      return { ...payload, target: { kind: 'subtree', siteId: id } };
    case 'to.participantId':
      return { ...payload, to: { kind: 'participant', participantId: id } };
    case 'to.participantIds[]':
      return { ...payload, to: { kind: 'participants', participantIds: [id] } };
    case 'groups[].groupId':
      return { groups: [{ groupId: id, title: 'Tổ', target: { kind: 'all' } }] };
    case 'groups[].target.participantIds[]':
      return { groups: [{ groupId: newId(), title: 'Tổ', target: participants(id) }] };
    case 'groups[].target.siteId':
      return { groups: [{ groupId: newId(), title: 'Tổ', target: { kind: 'subtree', siteId: id } }] };
    default:
      return place.endsWith('[]') ? { ...payload, [place.slice(0, -2)]: [id] } : { ...payload, [place]: id };
  }
}

/** One place of one command; everything else is valid. */
interface Place {
  readonly type: CommandType;
  readonly place: string;
  readonly kind: Kind;
}
const everyPlace = types.flatMap((type) =>
  Object.entries(places[type] ?? {}).map(([place, kind]): Place => ({ type, place, kind })),
);

/** A present participant of a role, and participants of that role outside. */
interface Actor {
  readonly as: Role;
  readonly actor: TestParticipant;
  readonly outside: readonly TestParticipant[];
}

describe("another meeting's ids", function () {
  this.timeout(600_000);
  let app: App;
  let planner: Planner;
  before(async () => {
    app = await startApp({
      socket: { requestsPerS: 1_000, burst: 10_000, entriesPerMinute: 10_000 },
      conference: { reconnectGraceS: 3_600 },
    });
    planner = await plannerOf(app.url);
  });
  after(() => app[Symbol.asyncDispose]());

  const enter = async (meetingId: string, guest: Guest, outcome = 'joined'): Promise<TestParticipant> => {
    const participant = visitor(app.url, meetingId, guest);
    expect(await participant.door()).to.equal('ok');
    const answer = await participant.request('join', { roster: true });
    expect(answer).to.have.nested.property('result.outcome', outcome);
    return participant;
  };
  const stateOf = async (participant: TestParticipant): Promise<ConferenceState> => {
    const answer = await participant.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    return result.snapshot;
  };
  const must = async (
    participant: TestParticipant,
    type: CommandType,
    payload: object = {},
  ): Promise<void> => {
    expect(await participant.outcome(type, payload), type).to.equal('ok');
  };

  /** A meeting in session with a document, a ballot, an agenda, groups and messages, known to its chair. */
  const inSession = async (title: string) => {
    const meetingId = await planner.opened(['Khai mạc', 'Thảo luận'], { title });
    const [chairRoom, present, away, left, waiting, removed] = await planner.guests(meetingId, [
      { name: `${title}: chủ tọa`, role: 'chair' },
      ...['đang họp', 'mất sóng', 'đã rời', 'đang chờ', 'bị mời ra'].map((name) => ({
        name: `${title}: ${name}`,
      })),
    ]);
    if (!chairRoom || !present || !away || !left || !waiting || !removed)
      throw new Error('six were asked for');
    const uploaded = await planner.administration.fetch('document.upload', {
      params: { meetingId },
      query: { name: 'Báo cáo' },
      content: pdfOf(2),
    });
    const documentId = documentView.parse(await uploaded.json()).id;
    const chair = await enter(meetingId, chairRoom);
    const room = await enter(meetingId, present);
    const [lost, gone, out] = [
      await enter(meetingId, away),
      await enter(meetingId, left),
      await enter(meetingId, removed),
    ];
    lost[Symbol.dispose]();
    await must(gone, 'leave');
    await must(chair, 'participant.remove', { participantId: removed.identity.id });
    gone[Symbol.dispose]();
    out[Symbol.dispose]();
    await must(chair, 'admission.set', { admission: 'lobby' });
    const lobby = await enter(meetingId, waiting, 'waiting');
    await must(chair, 'conference.start');
    const [ballotId, groupId, messageId] = [newId(), newId(), newId()];
    const draft = sensiblePayloads({
      commune: present.identity.id,
      spare: left.identity.id,
      itemId: undefined,
      ballotId,
      other: ballotId,
    })['ballot.draft'];
    await must(chair, 'ballot.draft', draft);
    await must(chair, 'ballot.open', { ballotId });
    await must(room, 'ballot.cast', { ballotId, choice: 'agree' });
    await must(room, 'hand.raise', { category: 'speech', subject: '' });
    await must(chair, 'chat.send', { messageId, to: { kind: 'all' }, text: 'Xin chào' });
    const groups = [{ groupId, title: 'Tổ 1', target: participants(present.identity.id) }];
    await must(chair, 'groups.open', { groups });
    const state = await stateOf(chair);
    const [item] = state.agenda.items;
    if (!item) throw new Error('it has an agenda');
    const ids: Readonly<Record<Kind, readonly string[]>> = {
      participant: [present, away, left, waiting, removed].map(({ identity }) => identity.id),
      document: [documentId],
      ballot: [ballotId],
      item: [item.id],
      group: [groupId],
      message: [messageId],
      site: [present.identity.siteId ?? ''],
      meeting: [meetingId],
      new: [ballotId, groupId, messageId],
    };
    return { meetingId, chair, connections: [chair, room, lobby], groups, ids };
  };

  it('are tested at every place of every command that takes an id', () => {
    const found = types.flatMap((type) =>
      idPlaces(commands[type].payload, 'payload').map((place) => `${type}: ${place.replace('payload.', '')}`),
    );
    expect(everyPlace.map(({ type, place }) => `${type}: ${place}`)).to.have.members(found);
  });

  it('identify nothing for any sender, and change nothing there', async () => {
    const own = await inSession('Phiên này');
    const other = await inSession('Phiên kia');
    using stack = new DisposableStack();
    for (const each of [...own.connections, ...other.connections]) stack.use(each);
    const before = await stateOf(other.chair);

    const actors = await planner.guests(
      own.meetingId,
      roles.flatMap((as) => [
        { name: `${as} đang họp`, role: as },
        { name: `${as} đã rời`, role: as },
        { name: `${as} đang chờ`, role: as },
      ]),
    );
    const payloads = sensiblePayloads({
      commune: own.ids.participant[0] ?? '',
      spare: own.ids.participant[2] ?? '',
      itemId: own.ids.item[0],
      ballotId: own.ids.ballot[0] ?? '',
      other: newId(),
    });
    const asked = async (actor: TestParticipant, { type, place }: Place, id: string): Promise<string> => {
      // `groups.open` needs closed groups; `groups.assign` needs open ones.
      if (type.startsWith('groups.')) await must(own.chair, 'groups.close');
      if (type === 'groups.assign') await must(own.chair, 'groups.open', { groups: own.groups });
      return actor.outcome(type, withId({ ...payloads[type], ...fresh(type) }, place, id));
    };
    const check = async ({ as, actor, outside }: Actor, each: Place, id: string): Promise<void> => {
      const cell = `${as} sends ${each.type} with ${each.kind} at ${each.place}`;
      const answer = await asked(actor, each, id);
      const denied = policyRefusal(each.type, as, 'in-session');
      const answers = { new: ['ok', 'conflict'], site: ['ok', 'not-found'] };
      expect(answer, cell).to.be.oneOf(
        denied === undefined
          ? each.kind === 'new' || each.kind === 'site'
            ? answers[each.kind]
            : ['not-found']
          : [denied],
      );
      if (each.kind !== 'new') {
        expect(await asked(actor, each, newId()), `${cell}, like an id of nothing`).to.equal(answer);
      }
      for (const one of outside) {
        const told = await asked(one, each, id);
        expect(told, `${cell}, from outside`).to.be.oneOf(['not-admitted', denied]);
      }
    };

    const all: Actor[] = [];
    // An open admission admits the waiting ones, so all participants that must be inside join first.
    await must(own.chair, 'admission.set', { admission: 'open' });
    for (const [index, as] of roles.entries()) {
      const [present, left] = actors.slice(index * 3);
      if (!present || !left) throw new Error('three of each were asked for');
      const actor = stack.use(await enter(own.meetingId, present));
      const gone = stack.use(await enter(own.meetingId, left));
      await must(gone, 'leave');
      all.push({ as, actor, outside: [gone] });
    }
    await must(own.chair, 'admission.set', { admission: 'lobby' });
    for (const [index, one] of all.entries()) {
      const waits = actors[index * 3 + 2];
      if (!waits) throw new Error('three of each were asked for');
      // Moderators skip the lobby.
      const moderates = one.as !== 'delegate' && one.as !== 'observer';
      const waiting = stack.use(await enter(own.meetingId, waits, moderates ? 'joined' : 'waiting'));
      if (!moderates) all[index] = { ...one, outside: [...one.outside, waiting] };
    }
    // New ids come last: after them this meeting has its own object with that id.
    const news = everyPlace.filter(({ kind }) => kind === 'new');
    const named = everyPlace.filter((each) => !news.includes(each));
    for (const each of [...named, ...news]) {
      for (const id of other.ids[each.kind]) for (const one of all) await check(one, each, id);
    }

    // The ballot there is counted as before, although this meeting opens and publishes one with that id.
    const [ballotId] = other.ids.ballot;
    await must(own.chair, 'ballot.close', { ballotId: own.ids.ballot[0] });
    await must(own.chair, 'ballot.open', { ballotId });
    await must(own.chair, 'ballot.close', { ballotId });
    await must(own.chair, 'ballot.publish', { ballotId });
    expect(await stateOf(other.chair)).to.deep.equal(before);
    await must(other.chair, 'ballot.close', { ballotId });
    await must(other.chair, 'ballot.publish', { ballotId });
    const { ballots } = await stateOf(other.chair);
    expect(JSON.stringify(ballots)).to.contain('"agree":1');
  });
});

/** A new object needs its own id wherever that id is not under test. */
const fresh = (type: CommandType): object => {
  if (type === 'ballot.draft') return { ballotId: newId() };
  return type === 'chat.send' || type === 'chat.announce' ? { messageId: newId() } : {};
};
