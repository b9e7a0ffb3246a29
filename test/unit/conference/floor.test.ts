import { expect } from 'chai';
import {
  budgetLeftMs,
  currentQueue,
  floorDeadline,
  notSpokenYet,
} from '../../../domain/conference/topics/floor.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  everybody,
  History,
  items,
  participantNamed,
  typesOf,
} from '../../support/conference/conference-history.ts';

const minuteMs = 60_000;
const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const tamHong = participantNamed('xã Tam Hồng');
const tamHongToo = { ...participantNamed('xã Tam Hồng, phòng 2'), siteId: tamHong.siteId };
const trungMy = participantNamed('xã Trung Mỹ');
const daoDuc = participantNamed('xã Đạo Đức');
const thanhLang = participantNamed('xã Thanh Lãng');
const guest = participantNamed('khách', 'observer');

const nameOf = (history: History) => (id: string) => history.state.participants[id]?.name;
const queue = (history: History) =>
  currentQueue(history.state).map(({ participantId }) => nameOf(history)(participantId));
const holder = (history: History) => history.state.floor.holder?.participantId;

function session(settings: object = {}): History {
  const history = new History()
    .open()
    .join(chair, secretary, tamHong, tamHongToo, trungMy, daoDuc, thanhLang);
  history.command(chair, 'conference.start');
  history.command(chair, 'floor.configure', {
    turnMs: 5 * minuteMs,
    unitBudgetMs: null,
    warnBeforeMs: 30_000,
    handsBack: true,
    ...settings,
  });
  return history;
}
const raise = (history: History, by: Identity, category = 'speech') =>
  history.command(by, 'hand.raise', { category, subject: '' });
const grant = (history: History, { id }: Identity, more: object = {}) =>
  history.command(chair, 'floor.grant', { participantId: id, ...more });

describe('the queue of those who want to speak', () => {
  it('is in the order of asking, but points of order go first and questions before speeches', () => {
    const history = session();
    raise(history, tamHong);
    raise(history, trungMy, 'question');
    raise(history, daoDuc);
    raise(history, thanhLang, 'point-of-order');
    raise(history, tamHongToo, 'question');
    expect(queue(history)).to.deep.equal(
      [thanhLang, trungMy, tamHongToo, tamHong, daoDuc].map(({ name }) => name),
    );
  });

  it('moves a hand that is raised again with another subject to the end, and takes the same hand twice as one', () => {
    const history = session();
    raise(history, tamHong);
    raise(history, trungMy);
    expect(typesOf(raise(history, tamHong))).to.deep.equal([]);
    expect(queue(history)).to.deep.equal([tamHong.name, trungMy.name]);
    history.command(tamHong, 'hand.raise', { category: 'speech', subject: 'Ngân sách' });
    expect(queue(history)).to.deep.equal([trungMy.name, tamHong.name]);
  });

  it('is reordered by the chair among the named ones, and the others keep their places', () => {
    const history = session();
    for (const each of [tamHong, trungMy, daoDuc, thanhLang]) raise(history, each);
    history.command(chair, 'floor.reorder', { participantIds: [thanhLang.id, tamHong.id] });
    expect(queue(history)).to.deep.equal([thanhLang, trungMy, daoDuc, tamHong].map(({ name }) => name));
    // Hands that are down again by then are skipped.
    history.command(daoDuc, 'hand.lower');
    history.command(chair, 'floor.reorder', { participantIds: [daoDuc.id, trungMy.id, thanhLang.id] });
    expect(queue(history)).to.deep.equal([trungMy, thanhLang, tamHong].map(({ name }) => name));
  });

  it('keeps an order that the chair has made when another hand is raised', () => {
    const history = session();
    for (const each of [tamHong, trungMy]) raise(history, each);
    raise(history, daoDuc, 'question');
    history.command(chair, 'floor.reorder', { participantIds: [trungMy.id, tamHong.id, daoDuc.id] });
    raise(history, thanhLang);
    expect(queue(history)).to.deep.equal([trungMy, tamHong, daoDuc, thanhLang].map(({ name }) => name));
  });

  it('is one for each item of the agenda, and waits while another item is under way', () => {
    const history = session();
    const [first, second] = items;
    raise(history, daoDuc);
    history.command(chair, 'agenda.begin', { itemId: first.id });
    expect(queue(history)).to.deep.equal([]);
    raise(history, tamHong);
    history.command(chair, 'agenda.begin', { itemId: second.id });
    raise(history, trungMy);
    expect(queue(history)).to.deep.equal([trungMy.name]);
    history.command(chair, 'agenda.begin', { itemId: first.id });
    expect(queue(history)).to.deep.equal([tamHong.name]);
    history.command(chair, 'agenda.finish');
    expect(queue(history)).to.deep.equal([daoDuc.name]);
  });

  it('is closed to delegates while hands are locked, but not to participants that lead', () => {
    const history = session();
    history.command(chair, 'locks.set', { chat: false, hands: true, screen: false });
    expect(codeOf(raise(history, tamHong))).to.equal('locked-by-moderator');
    expect(codeOf(raise(history, secretary))).to.equal('ok');
  });

  it('keeps a place over a lost connection, and drops a participant that leaves', () => {
    const history = session();
    raise(history, tamHong);
    raise(history, trungMy);
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    history.join(tamHong);
    expect(queue(history)).to.deep.equal([tamHong.name, trungMy.name]);
    history.command(tamHong, 'leave');
    expect(queue(history)).to.deep.equal([trungMy.name]);
  });
});

describe('the floor', () => {
  it('opens the microphone, takes the hand down, and counts the time until it is revoked', () => {
    const history = session();
    raise(history, tamHong);
    grant(history, tamHong);
    expect(queue(history)).to.deep.equal([]);
    expect(history.participant(tamHong).microphone).to.equal('open');
    history.wait(2 * minuteMs);
    history.command(chair, 'floor.revoke');
    expect(holder(history)).to.equal(undefined);
    expect(history.participant(tamHong).microphone).to.equal('muted');
    expect(history.state.floor.spoken[tamHong.id]?.turns).to.equal(1);
    expect(history.state.floor.spoken[tamHong.id]?.ms).to.be.within(2 * minuteMs, 2 * minuteMs + 10);
  });

  it('has one holder: the next one’s turn ends the last one’s', () => {
    const history = session();
    grant(history, tamHong);
    const before = history.state.seq;
    grant(history, trungMy);
    expect(history.since(before)).to.deep.equal([
      'floor.ended',
      'microphone.muted',
      'floor.granted',
      'microphone.opened',
    ]);
    expect(holder(history)).to.equal(trungMy.id);
    expect(typesOf(grant(history, trungMy))).to.deep.equal([]);
  });

  it('is handed back only by its holder', () => {
    const history = session();
    grant(history, tamHong);
    expect(codeOf(history.command(trungMy, 'floor.yield'))).to.equal('forbidden');
    expect(typesOf(history.command(tamHong, 'floor.yield'))).to.deep.equal([
      'floor.ended',
      'microphone.muted',
    ]);
    expect(holder(history)).to.equal(undefined);
  });

  it('leaves the microphone of a participant that leads open', () => {
    const history = session();
    grant(history, chair);
    expect(typesOf(history.command(chair, 'floor.yield'))).to.deep.equal(['floor.ended']);
    expect(history.participant(chair).microphone).to.equal('open');
  });

  it('is given to no participant that only receives, and to none that is not here', () => {
    const history = session().join(guest);
    expect(codeOf(grant(history, guest))).to.equal('forbidden');
    expect(codeOf(grant(history, participantNamed('xã Kim Long')))).to.equal('not-found');
  });

  it('is kept over a lost connection, and freed by leaving', () => {
    const history = session();
    grant(history, tamHong);
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    expect(holder(history)).to.equal(tamHong.id);
    history.join(tamHong);
    expect(history.participant(tamHong).microphone).to.equal('open');
    history.command(tamHong, 'leave');
    expect(holder(history)).to.equal(undefined);
    grant(history, trungMy);
    history.take({ system: { type: 'connectionLost', participantId: trungMy.id } });
    history.take({ system: { type: 'absenceConfirmed', participantId: trungMy.id } });
    expect(holder(history)).to.equal(undefined);
    grant(history, daoDuc);
    history.command(chair, 'participant.remove', { participantId: daoDuc.id, reason: '' });
    expect(holder(history)).to.equal(undefined);
  });

  it('ends with a break, and with a role that may not speak', () => {
    const history = session();
    grant(history, tamHong);
    history.command(chair, 'conference.pause', { minutes: 10 });
    expect(holder(history)).to.equal(undefined);
    history.command(chair, 'conference.resume');
    for (const each of [tamHong, secretary]) {
      grant(history, each);
      history.command(chair, 'role.give', { participantId: each.id, role: 'observer' });
      expect(holder(history)).to.equal(undefined);
      expect(history.participant(each).microphone).to.equal('muted');
    }
  });

  it('belongs to the plenary session: it brings its holder back from a group, and its holder cannot be sent to one', () => {
    const history = session();
    const [{ id: groupId }] = items;
    const target = { kind: 'participants', participantIds: [tamHong.id] };
    history.command(chair, 'groups.open', { groups: [{ groupId, title: 'Tổ 1', target }] });
    grant(history, tamHong);
    expect(history.state.groups.members[tamHong.id]).to.equal(undefined);
    expect(history.participant(tamHong).microphone).to.equal('open');
    history.command(chair, 'groups.assign', { participantId: tamHong.id, groupId });
    expect(holder(history)).to.equal(undefined);
    expect(history.participant(tamHong).microphone).to.equal('muted');
  });

  it('keeps its holder’s microphone open when everybody is muted', () => {
    const history = session();
    grant(history, tamHong);
    history.command(chair, 'participant.mute', { target: everybody });
    expect(history.participant(tamHong).microphone).to.equal('open');
  });

  it('shows who has not spoken yet', () => {
    const history = session();
    const names = () => notSpokenYet(history.state).map(({ name }) => name);
    grant(history, tamHong);
    expect(names()).to.deep.equal([tamHongToo, trungMy, daoDuc, thanhLang].map(({ name }) => name));
    grant(history, trungMy);
    history.command(thanhLang, 'leave');
    expect(names()).to.deep.equal([tamHongToo, daoDuc].map(({ name }) => name));
  });
});

describe('the time to speak', () => {
  it('has one warning, and the floor goes back automatically at its end', () => {
    const history = session();
    grant(history, tamHong);
    const began = history.state.seq;
    history.wait(4 * minuteMs);
    expect(history.since(began)).to.deep.equal([]);
    history.wait(45_000).wait(1_000).wait(1_000);
    expect(history.since(began)).to.deep.equal(['floor.warned']);
    history.wait(30_000);
    expect(history.since(began)).to.deep.equal(['floor.warned', 'floor.ended', 'microphone.muted']);
    expect(holder(history)).to.equal(undefined);
    expect(history.events.at(-2)?.payload).to.include({ reason: 'time' });
    expect(history.events.at(-2)?.by).to.equal(null);
  });

  it('overruns where the floor does not go back automatically, with the same warning', () => {
    const history = session({ handsBack: false });
    grant(history, tamHong);
    history
      .wait(20 * minuteMs)
      .wait(1)
      .wait(1);
    expect(holder(history)).to.equal(tamHong.id);
    expect(history.state.floor.holder?.warned).to.equal(true);
    expect(floorDeadline(history.state)).to.equal(undefined);
  });

  it('has no end where turns have none', () => {
    const history = session({ turnMs: null });
    grant(history, tamHong);
    history.wait(600 * minuteMs);
    expect(history.state.floor.holder).to.include({ endsAt: null, warned: false });
  });

  it('ends no turn early when the clock goes backwards', () => {
    const history = session();
    grant(history, tamHong);
    history.wait(-60 * minuteMs);
    expect(holder(history)).to.equal(tamHong.id);
    history.command(chair, 'floor.revoke');
    expect(history.state.floor.spoken[tamHong.id]).to.deep.equal({ turns: 1, ms: 0 });
  });

  it('of a unit is shared by all its participants', () => {
    const history = session({ unitBudgetMs: 6 * minuteMs });
    grant(history, tamHong);
    history.wait(4 * minuteMs);
    history.command(chair, 'floor.revoke');
    expect(budgetLeftMs(history.state, history.participant(tamHongToo))).to.be.within(
      2 * minuteMs - 10,
      2 * minuteMs,
    );
    grant(history, tamHongToo);
    const { holder: turn } = history.state.floor;
    expect((turn?.endsAt ?? 0) - (turn?.since ?? 0)).to.be.within(2 * minuteMs - 20, 2 * minuteMs);
    history.wait(3 * minuteMs).wait(1);
    expect(holder(history)).to.equal(undefined);
    for (const each of [tamHong, tamHongToo]) {
      expect(codeOf(grant(history, each))).to.equal('budget-spent');
    }
    expect(codeOf(grant(history, trungMy))).to.equal('ok');
  });

  it('of a unit includes the current turn', () => {
    const history = session({ unitBudgetMs: 6 * minuteMs, turnMs: null });
    grant(history, tamHong);
    history.wait(4 * minuteMs);
    grant(history, tamHongToo);
    const { holder: turn } = history.state.floor;
    expect((turn?.endsAt ?? 0) - (turn?.since ?? 0)).to.be.within(2 * minuteMs - 20, 2 * minuteMs);
  });

  it('is what the chair sets, over the length of turns and the budget', () => {
    const history = session({ unitBudgetMs: minuteMs });
    grant(history, tamHong, { turnMs: 10 * minuteMs });
    const { holder: turn } = history.state.floor;
    expect((turn?.endsAt ?? 0) - (turn?.since ?? 0)).to.be.within(10 * minuteMs - 10, 10 * minuteMs);
    history.wait(2 * minuteMs);
    // More time for the same speaker, whose budget is used up by now.
    expect(codeOf(grant(history, tamHong, { turnMs: minuteMs }))).to.equal('ok');
    history.command(chair, 'floor.revoke');
    expect(codeOf(grant(history, tamHong))).to.equal('budget-spent');
    expect(codeOf(grant(history, tamHong, { turnMs: minuteMs }))).to.equal('ok');
  });
});
