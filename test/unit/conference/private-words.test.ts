import { expect } from 'chai';
import { eventFor, stateFor } from '../../../domain/conference/view.ts';
import { offerDeadline } from '../../../domain/conference/topics/private-words.ts';
import { plan } from '../../../domain/media/plan.ts';
import { isOfPrivateWord } from '../../../domain/media/sources.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  everybody,
  fullWorld,
  History,
  idNamed,
  participantNamed,
  participants,
  planLimits,
  sentBy,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const operator: Identity = { ...participantNamed('kỹ thuật', 'operator'), kind: 'account' };
const tamHong = participantNamed('xã Tam Hồng');
const teLo = participantNamed('xã Tề Lỗ');
const guest = participantNamed('khách', 'observer');
const recorder = participantNamed('ghi hình', 'recorder');

const session = (facts: Parameters<History['open']>[1] = {}): History => {
  const history = new History().open('open', facts);
  history.join(chair, secretary, operator, tamHong, teLo, guest, recorder);
  history.command(chair, 'conference.start');
  return history;
};

const offer = (history: History, to: Identity, by = operator) =>
  history.command(by, 'privateWord.offer', { participantId: to.id });

/** The operator and the room Tam Hồng hear each other. */
function talking(history = session()): History {
  expect(codeOf(offer(history, tamHong))).to.equal('ok');
  expect(codeOf(history.command(tamHong, 'privateWord.accept'))).to.equal('ok');
  return history;
}

/** The private streams that are sent, as `from>to`. */
const sent = ({ state }: History): readonly string[] =>
  [...sentBy(plan(state, fullWorld(state), planLimits))].flatMap(([to, streams]) =>
    [...streams.keys()].filter(isOfPrivateWord).map((key) => `${key.slice(0, key.indexOf('/'))}>${to}`),
  );
const both = [`${operator.id}>${tamHong.id}`, `${tamHong.id}>${operator.id}`];

const hears = ({ state }: History, { id }: Identity): readonly string[] =>
  [
    ...(sentBy(plan(state, fullWorld(state), planLimits))
      .get(id)
      ?.keys() ?? []),
  ].filter((key) => key.endsWith('/microphone'));

const wordOf = (history: History) => history.state.privateWords[tamHong.id];

const lose = (history: History, { id }: Identity): void =>
  void history.take({ system: { type: 'connectionLost', participantId: id } });
const remove = (history: History, { id }: Identity): void =>
  void history.command(chair, 'participant.remove', { participantId: id, reason: '' });
const give = (history: History, { id }: Identity, role: string): void =>
  void history.command(chair, 'role.give', { participantId: id, role });
const seat = (history: History, { id }: Identity): void =>
  void history.command(chair, 'stage.give', { seat: 'chair', participantId: id });
const divide = (history: History): void =>
  void history.command(chair, 'groups.open', {
    groups: [{ groupId: idNamed('tổ'), title: 'Tổ', target: participants(tamHong.id) }],
  });

describe('a private word', () => {
  it('opens no microphone before the room has agreed', () => {
    const history = session();
    offer(history, tamHong);
    expect(wordOf(history)).to.include({ phase: 'offered', participantId: tamHong.id });
    expect(sent(history)).to.deep.equal([]);
    expect(codeOf(history.command(teLo, 'privateWord.accept'))).to.equal('not-found');
    expect(codeOf(history.command(operator, 'privateWord.accept'))).to.equal('not-found');
    expect(sent(history)).to.deep.equal([]);
    history.command(tamHong, 'privateWord.accept');
    expect(sent(history)).to.have.members(both);
  });

  it('leaves the session to both: they hear it as before, and it does not hear them', () => {
    const history = session({ microphonePolicy: 'open' });
    for (const each of [tamHong, operator]) history.command(each, 'microphone.open');
    talking(history);
    for (const each of [tamHong, operator]) {
      expect(hears(history, each)).to.deep.equal([`${chair.id}/microphone`]);
      expect(codeOf(history.command(each, 'microphone.open'))).to.equal('microphone-held');
    }
    for (const each of [chair, secretary, teLo, guest]) {
      expect(hears(history, each)).not.to.include(`${tamHong.id}/microphone`);
      expect(hears(history, each)).not.to.include(`${operator.id}/microphone`);
    }
  });

  it('goes on in a break', () => {
    const history = talking();
    history.command(chair, 'conference.pause', { minutes: 10 });
    expect(sent(history)).to.have.members(both);
  });

  it('is known to its two sides and the moderators only', () => {
    const history = talking();
    history.command(tamHong, 'privateWord.end');
    const events = history.events.filter(({ type }) => type.startsWith('privateWord.'));
    expect(events.map(({ type }) => type)).to.deep.equal([
      'privateWord.offered',
      'privateWord.begun',
      'privateWord.ended',
    ]);
    for (const viewer of [chair, secretary, operator, tamHong]) {
      expect(events.map((event) => eventFor(event, viewer))).to.deep.equal(events);
      expect(stateFor(history.state, viewer).privateWords).to.deep.equal(history.state.privateWords);
    }
    for (const viewer of [teLo, guest, recorder]) {
      expect(new Set(events.map((event) => eventFor(event, viewer).type))).to.deep.equal(
        new Set(['event.concealed']),
      );
      expect(stateFor(history.state, viewer).privateWords).to.deep.equal({});
    }
  });

  it('is declined, withdrawn and finished', () => {
    const history = session();
    offer(history, tamHong);
    history.command(tamHong, 'privateWord.end');
    expect(wordOf(history)).to.include({ phase: 'over', ending: 'declined' });
    offer(history, tamHong);
    history.command(operator, 'privateWord.end');
    expect(wordOf(history)).to.include({ phase: 'over', ending: 'withdrawn' });
    talking(history);
    history.command(operator, 'privateWord.end');
    expect(wordOf(history)).to.include({ phase: 'over', ending: 'finished' });
    expect(sent(history)).to.deep.equal([]);
    expect(typesOf(history.command(operator, 'privateWord.end'))).to.deep.equal([]);
  });

  it('is over when the room has not answered for a minute, which one under way does not wait for', () => {
    const history = session();
    const timesUp = () => typesOf(history.take({ system: { type: 'offerTime' } }));
    expect(offerDeadline(history.state)).to.equal(undefined);
    offer(history, tamHong);
    const deadline = (wordOf(history)?.since ?? 0) + 60_000;
    expect(offerDeadline(history.state)).to.equal(deadline);
    history.wait(30_000);
    offer(history, teLo, secretary);
    history.now = deadline - 1;
    expect(timesUp()).to.deep.equal([]);
    expect(timesUp()).to.deep.equal(['privateWord.ended']);
    expect(wordOf(history)).to.include({ phase: 'over', ending: 'unanswered' });
    expect(history.state.privateWords[teLo.id]).to.include({ phase: 'offered' });
    expect(codeOf(history.command(tamHong, 'privateWord.accept'))).to.equal('not-found');
    history.command(teLo, 'privateWord.accept');
    expect(offerDeadline(history.state)).to.equal(undefined);
    history.wait(3_600_000);
    expect(history.state.privateWords[teLo.id]).to.include({ phase: 'on' });
  });

  it('is offered by those that assist, to one room that may speak, and in no classified session', () => {
    const history = session();
    expect(codeOf(offer(history, tamHong, chair))).to.equal('forbidden');
    expect(codeOf(offer(history, tamHong, teLo))).to.equal('forbidden');
    expect(codeOf(offer(history, operator, secretary))).to.equal('forbidden');
    expect(codeOf(offer(history, guest))).to.equal('forbidden');
    expect(codeOf(offer(history, tamHong, secretary))).to.equal('ok');
    expect(codeOf(offer(session({ classification: 'classified' }), tamHong))).to.equal('forbidden');
  });

  it('is offered between two that are connected', () => {
    const history = session();
    lose(history, tamHong);
    expect(codeOf(offer(history, tamHong))).to.equal('not-found');
    lose(history, operator);
    expect(codeOf(offer(history, teLo))).to.equal('wrong-phase');
  });

  it('is one at a time for each side', () => {
    const history = session();
    offer(history, tamHong);
    expect(typesOf(offer(history, tamHong))).to.deep.equal([]);
    expect(codeOf(offer(history, teLo))).to.equal('wrong-phase');
    expect(codeOf(offer(history, tamHong, secretary))).to.equal('wrong-phase');
    expect(codeOf(offer(history, teLo, secretary))).to.equal('ok');
  });

  it('takes away neither the holder of the floor nor the holder of the chair’s seat', () => {
    const history = session();
    expect(codeOf(offer(history, chair))).to.equal('wrong-phase');
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    expect(codeOf(offer(history, tamHong))).to.equal('wrong-phase');
    expect(history.state.floor.holder?.participantId).to.equal(tamHong.id);
  });

  it('ends when one side is given the floor, which is then heard', () => {
    const history = talking();
    expect(typesOf(history.command(chair, 'floor.grant', { participantId: tamHong.id }))).to.deep.equal([
      'privateWord.ended',
      'floor.granted',
      'microphone.opened',
    ]);
    expect(wordOf(history)).to.include({ phase: 'over', ending: 'floor' });
    expect(hears(history, teLo)).to.include(`${tamHong.id}/microphone`);
  });

  const causes: readonly (readonly [ending: string, how: string, act: (history: History) => void])[] = [
    ['lost', 'the room’s line', (history) => lose(history, tamHong)],
    ['lost', 'the caller’s line', (history) => lose(history, operator)],
    ['lost', 'a room that leaves', (history) => void history.command(tamHong, 'leave')],
    ['lost', 'a room that is removed', (history) => remove(history, tamHong)],
    ['lost', 'a room that joins from another page', (history) => void history.join(tamHong)],
    ['lost', 'a caller that joins from another page', (history) => void history.join(operator)],
    ['group', 'groups that take the room along', (history) => divide(history)],
    ['role', 'a room that only receives from now on', (history) => give(history, tamHong, 'observer')],
    ['role', 'a caller that no longer assists', (history) => give(history, operator, 'delegate')],
    ['floor', 'the seat of the chair', (history) => seat(history, tamHong)],
    ['session', 'the end of the session', (history) => void history.command(chair, 'conference.end')],
  ];
  for (const [ending, how, act] of causes) {
    it(`ends by ${how}`, () => {
      const history = talking();
      act(history);
      expect(wordOf(history)).to.include({ phase: 'over', ending });
      expect(sent(history)).to.deep.equal([]);
    });
  }

  it('goes on when all rooms are muted or the session becomes open: neither is about it', () => {
    const history = talking();
    history.command(chair, 'participant.mute', { target: everybody });
    history.command(chair, 'microphones.setPolicy', { policy: 'open' });
    expect(sent(history)).to.have.members(both);
  });

  it('opens no microphone to the session when it ends, and gives a room that was heard its permission back', () => {
    const history = session();
    history.command(chair, 'participant.askToUnmute', { target: participants(tamHong.id) });
    history.command(tamHong, 'microphone.open');
    talking(history);
    expect(history.participant(tamHong)).to.include({ microphone: 'muted', asked: false });
    history.command(operator, 'privateWord.end');
    expect(history.participant(tamHong)).to.include({ microphone: 'muted', asked: true });
    expect(hears(history, teLo)).not.to.include(`${tamHong.id}/microphone`);
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('ok');
  });

  it('gives no permission to a room that was not heard, or that a moderator has muted meanwhile', () => {
    const history = talking();
    history.command(operator, 'privateWord.end');
    expect(history.participant(tamHong)).to.include({ microphone: 'muted', asked: false });
    history.command(chair, 'participant.askToUnmute', { target: participants(tamHong.id) });
    history.command(tamHong, 'microphone.open');
    talking(history);
    history.command(chair, 'participant.mute', { target: participants(tamHong.id) });
    history.command(tamHong, 'privateWord.end');
    expect(history.participant(tamHong)).to.include({ microphone: 'held', asked: false });
  });

  it('keeps a member of a group in its group, which does not hear it either', () => {
    const history = session();
    history.command(chair, 'groups.open', {
      groups: [{ groupId: idNamed('tổ'), title: 'Tổ', target: participants(tamHong.id, teLo.id) }],
    });
    for (const each of [tamHong, teLo]) history.command(each, 'microphone.open');
    talking(history);
    expect(hears(history, tamHong)).to.deep.equal([`${teLo.id}/microphone`]);
    expect(hears(history, teLo)).to.deep.equal([]);
    history.command(chair, 'groups.close');
    expect(wordOf(history)).to.include({ phase: 'over', ending: 'group' });
  });
});
