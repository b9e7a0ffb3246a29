import { expect } from 'chai';
import { eventFor, isPublic, stateFor } from '../../../domain/conference/view.ts';
import { mostMessages } from '../../../protocol/conference/chat.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  History,
  idNamed,
  participantNamed,
  pdf,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const tamHong = participantNamed('xã Tam Hồng');
const trungMy = participantNamed('xã Trung Mỹ');
const guest = participantNamed('khách', 'observer');
const all = [chair, secretary, tamHong, trungMy, guest];

const session = (): History => new History().open().join(...all);
let sent = 0;
function send(history: History, by: Identity, to: object, more: object = {}) {
  const messageId = idNamed(`message ${sent++}`);
  const decision = history.command(by, 'chat.send', {
    messageId,
    to,
    text: 'Xin chào',
    documentIds: [],
    ...more,
  });
  return { decision, messageId, code: codeOf(decision) };
}
const toAll = { kind: 'all' };
const toModerators = { kind: 'moderators' };
const toTrungMy = { kind: 'participant', participantId: trungMy.id };

/** The participants that have a message in their view of the state and also in their view of the events. */
function readers(history: History, messageId: string): readonly string[] {
  return all
    .filter((viewer) => {
      const { toAll: open, toSome } = stateFor(history.state, viewer).chat;
      const given = [...open, ...toSome].some(({ id }) => id === messageId);
      const told = history.events.some((event) => {
        const seen = eventFor(event, viewer);
        return seen.type === 'chat.sent' && seen.payload.messageId === messageId;
      });
      expect(told).to.equal(given);
      return given;
    })
    .map(({ name }) => name);
}
const names = (...of: readonly Identity[]): readonly string[] => of.map(({ name }) => name);

describe('a message', () => {
  it('to all is read by all, also by an observer, who may also write', () => {
    const history = session();
    expect(readers(history, send(history, guest, toAll).messageId)).to.deep.equal(names(...all));
  });

  it('to the moderators is read by them and its sender', () => {
    const history = session();
    expect(readers(history, send(history, tamHong, toModerators).messageId)).to.deep.equal(
      names(chair, secretary, tamHong),
    );
  });

  it('to one room is read by that room, its sender and the moderators', () => {
    const history = session();
    expect(readers(history, send(history, tamHong, toTrungMy).messageId)).to.deep.equal(
      names(chair, secretary, tamHong, trungMy),
    );
    const absent = { kind: 'participant', participantId: participantNamed('xã vắng').id };
    expect(send(history, tamHong, absent).code).to.equal('not-found');
  });

  it('to a room that is away is refused, and accepted once it is back', () => {
    const history = session();
    history.take({ system: { type: 'connectionLost', participantId: trungMy.id } });
    expect(send(history, secretary, toTrungMy).code).to.equal('room-away');
    history.join(trungMy);
    expect(send(history, secretary, toTrungMy).code).to.equal('ok');
  });

  it('to several is read by each of them as a message to it alone', () => {
    const history = session();
    const to = { kind: 'participants', participantIds: [trungMy.id, guest.id] };
    const { messageId } = send(history, secretary, to);
    expect(readers(history, messageId)).to.deep.equal(names(chair, secretary, trungMy, guest));
    const event = history.events.at(-1);
    if (!event) throw new Error('nothing happened');
    for (const reader of [trungMy, guest]) {
      const alone = { kind: 'participant', participantId: reader.id };
      const seen = eventFor(event, reader);
      expect(seen.type === 'chat.sent' && seen.payload.to).to.deep.equal(alone);
      expect(stateFor(history.state, reader).chat.toSome.map((message) => message.to)).to.deep.equal([alone]);
    }
    expect(eventFor(event, chair)).to.deep.equal(event);
  });

  it('to several leaves out those that it cannot reach, and is refused where it reaches none', () => {
    const history = session();
    const absent = participantNamed('xã vắng').id;
    const toSeveral = (...participantIds: readonly string[]) => ({ kind: 'participants', participantIds });
    history.take({ system: { type: 'connectionLost', participantId: trungMy.id } });
    send(history, secretary, toSeveral(tamHong.id, trungMy.id, absent, tamHong.id));
    expect(history.state.chat.toSome.at(-1)?.to).to.deep.equal(toSeveral(tamHong.id));
    expect(send(history, secretary, toSeveral(trungMy.id, absent)).code).to.equal('room-away');
    expect(send(history, secretary, toSeveral(absent)).code).to.equal('not-found');
  });

  it('that a participant may not read is an event without content, sender or kind', () => {
    const history = session();
    send(history, tamHong, toTrungMy);
    const event = history.events.at(-1);
    if (!event) throw new Error('nothing happened');
    expect(isPublic(event)).to.equal(false);
    expect(eventFor(event, guest)).to.deep.equal({
      seq: event.seq,
      at: event.at,
      by: null,
      type: 'event.concealed',
      payload: { count: 1 },
    });
  });

  it('sent twice is one, and only its sender may use its id again', () => {
    const history = session();
    const { messageId } = send(history, tamHong, toAll);
    expect(typesOf(send(history, tamHong, toAll, { messageId }).decision)).to.deep.equal([]);
    expect(send(history, trungMy, toAll, { messageId }).code).to.equal('conflict');
  });

  it('is held back by the lock, except to and from the moderators', () => {
    const history = session();
    history.command(chair, 'locks.set', { chat: true, hands: false, screen: false });
    expect(send(history, tamHong, toAll).code).to.equal('locked-by-moderator');
    expect(send(history, tamHong, toTrungMy).code).to.equal('locked-by-moderator');
    expect(send(history, tamHong, toModerators).code).to.equal('ok');
    expect(send(history, secretary, toAll).code).to.equal('ok');
  });

  it('carries documents of the meeting that its readers may see', () => {
    const history = session();
    const open = pdf('Báo cáo.pdf');
    const internal = pdf('Nội bộ.pdf', { visibleTo: 'moderators' });
    for (const document of [open, internal]) history.take({ system: { type: 'addDocument', document } });
    expect(send(history, tamHong, toAll, { documentIds: [open.id] }).code).to.equal('ok');
    expect(send(history, tamHong, toAll, { documentIds: [internal.id] }).code).to.equal('not-found');
    expect(send(history, tamHong, toAll, { documentIds: [chair.id] }).code).to.equal('not-found');
    expect(send(history, chair, toModerators, { documentIds: [internal.id] }).code).to.equal('ok');
  });

  it('that is deleted disappears from the screens and stays in the record', () => {
    const history = session();
    const { messageId } = send(history, tamHong, toTrungMy);
    expect(codeOf(history.command(tamHong, 'chat.delete', { messageId }))).to.equal('forbidden');
    history.command(secretary, 'chat.delete', { messageId });
    expect(typesOf(history.command(secretary, 'chat.delete', { messageId }))).to.deep.equal([]);
    const [message] = history.state.chat.toSome;
    expect(message).to.include({ id: messageId, text: '', deleted: true });
    expect(JSON.stringify(history.events)).to.include('Xin chào');
  });

  it('stays on the screens until a fixed number of newer ones have arrived', () => {
    const history = session();
    const { messageId } = send(history, tamHong, toAll);
    for (let n = 1; n < mostMessages; n += 1) send(history, trungMy, toAll);
    expect(history.state.chat.toAll[0]?.id).to.equal(messageId);
    send(history, trungMy, toAll);
    expect(history.state.chat.toAll.length).to.equal(mostMessages);
    expect(history.state.chat.toAll[0]?.id).not.to.equal(messageId);
  });
});

describe('an announcement', () => {
  it('comes from a moderator, to all, under every lock', () => {
    const history = session();
    history.command(chair, 'locks.set', { chat: true, hands: true, screen: true });
    const announce = (by: Identity) =>
      history.command(by, 'chat.announce', { messageId: idNamed('thông báo'), text: 'Nghỉ 10 phút' });
    expect(codeOf(announce(tamHong))).to.equal('forbidden');
    expect(codeOf(announce(secretary))).to.equal('ok');
    expect(history.state.chat.toAll[0]).to.include({ announcement: true, from: secretary.id });
  });
});
