import { expect } from 'chai';
import type { Identity } from '../../../protocol/conference/presence.ts';
import { codeOf, History, idNamed, participantNamed, typesOf } from '../../support/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const operator = participantNamed('kỹ thuật', 'operator');
const tamHong = participantNamed('xã Tam Hồng');
const guest = participantNamed('khách', 'observer');
const all = [chair, secretary, operator, tamHong, guest];

function session(): History {
  const history = new History().open().join(...all);
  history.command(chair, 'conference.start');
  return history;
}
const give = (history: History, by: Identity, to: Identity, role: string): string =>
  codeOf(history.command(by, 'role.give', { participantId: to.id, role }));
const lose = (history: History, { id }: Identity) =>
  history.take({ system: { type: 'connectionLost', participantId: id } });

describe('roles', () => {
  it('are given by who leads, and the chair’s by the chair alone while it is here', () => {
    const history = session();
    expect(give(history, operator, tamHong, 'secretary')).to.equal('forbidden');
    expect(give(history, secretary, tamHong, 'operator')).to.equal('ok');
    expect(give(history, secretary, secretary, 'chair')).to.equal('forbidden');
    expect(give(history, secretary, chair, 'observer')).to.equal('forbidden');
    expect(give(history, chair, tamHong, 'chair')).to.equal('ok');
    expect(give(history, tamHong, chair, 'delegate')).to.equal('ok');
    expect(history.participant(tamHong).role).to.equal('chair');
  });

  it('let the secretary act for the chair that is absent', () => {
    const history = session();
    lose(history, chair);
    expect(codeOf(history.command(secretary, 'floor.grant', { participantId: tamHong.id }))).to.equal('ok');
    expect(give(history, secretary, secretary, 'chair')).to.equal('ok');
    history.join(chair);
    // Both lead from now on, until one of them gives the role away.
    expect(give(history, chair, secretary, 'secretary')).to.equal('ok');
  });

  it('are what counts, whatever the pass says', () => {
    const history = session();
    give(history, chair, tamHong, 'secretary');
    expect(codeOf(history.command(tamHong, 'floor.grant', { participantId: guest.id }))).to.equal(
      'forbidden',
    );
    expect(codeOf(history.command(tamHong, 'floor.grant', { participantId: chair.id }))).to.equal('ok');
    give(history, chair, operator, 'observer');
    expect(codeOf(history.command(operator, 'participant.mute', { target: { kind: 'all' } }))).to.equal(
      'forbidden',
    );
  });

  it('outlast a lost line, a departure and the lock on the door', () => {
    const history = session();
    give(history, chair, tamHong, 'operator');
    give(history, chair, operator, 'observer');
    lose(history, tamHong);
    history.join(tamHong);
    expect(history.participant(tamHong).role).to.equal('operator');
    for (const each of [tamHong, operator]) history.command(each, 'leave');
    history.command(chair, 'conference.lock');
    expect(codeOf(history.command(operator, 'join'))).to.equal('locked');
    expect(codeOf(history.command(tamHong, 'join'))).to.equal('ok');
    expect(history.participant(tamHong).role).to.equal('operator');
    history.command(chair, 'conference.unlock');
    history.join(operator);
    expect(history.participant(operator).role).to.equal('observer');
  });

  it('that receive only come with no place on the stage, in the queue, or at a microphone', () => {
    const history = session();
    history.command(operator, 'microphone.open');
    history.command(operator, 'hand.raise', { category: 'speech', subject: '' });
    history.command(operator, 'stage.take', { seat: 'slides' });
    history.command(chair, 'stage.setPinned', { participantIds: [operator.id] });
    give(history, chair, operator, 'observer');
    expect(history.participant(operator).microphone).to.equal('muted');
    expect(history.state.stage.pinned).to.deep.equal([]);
    expect(history.state.stage.slides).to.equal(undefined);
    expect(history.state.floor.queue).to.deep.equal([]);
  });
});

describe('the loss of who leads', () => {
  it('does not end the session, and does not stop the others', () => {
    const history = session();
    for (const each of [chair, secretary, operator]) {
      lose(history, each);
      history.take({ system: { type: 'absenceConfirmed', participantId: each.id } });
    }
    expect(history.state.phase).to.equal('in-session');
    expect(codeOf(history.command(tamHong, 'hand.raise', { category: 'speech', subject: '' }))).to.equal(
      'ok',
    );
    history.join(chair);
    expect(history.participant(chair)).to.include({ role: 'chair', microphone: 'open' });
    expect(history.state.stage.chair).to.equal(chair.id);
    expect(history.state.floor.queue.length).to.equal(1);
  });

  it('by handing the role away does not end it either', () => {
    const history = session();
    for (const each of [secretary, operator]) history.command(each, 'leave');
    expect(give(history, chair, chair, 'delegate')).to.equal('ok');
    expect(history.state.phase).to.equal('in-session');
    expect(codeOf(history.command(chair, 'conference.end'))).to.equal('forbidden');
    // The schedule still ends it.
    expect(typesOf(history.take({ system: { type: 'end', reason: 'schedule' } }))).to.include(
      'conference.ended',
    );
  });
});

describe('sending a participant to another conference', () => {
  it('frees its place here, and is not done to the chair', () => {
    const history = session();
    const to = idNamed('phiên họp khác');
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(secretary, 'participant.move', { participantId: tamHong.id, to });
    expect(history.state.floor.holder).to.equal(null);
    expect(history.participant(tamHong)).to.include({ presence: 'left', microphone: 'muted' });
    expect(codeOf(history.command(secretary, 'participant.move', { participantId: chair.id, to }))).to.equal(
      'forbidden',
    );
    // It may come back.
    expect(codeOf(history.command(tamHong, 'join'))).to.equal('ok');
  });
});
