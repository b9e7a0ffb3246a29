import { expect } from 'chai';
import { stageSlots } from '../../../domain/media/sources.ts';
import {
  codeOf,
  everybody,
  History,
  participantNamed,
  participants,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const operator = participantNamed('kỹ thuật', 'operator');
const tamHong = participantNamed('xã Tam Hồng');
const trungMy = participantNamed('xã Trung Mỹ');
const guest = participantNamed('khách', 'observer');

describe('joining', () => {
  it('gives the chair the chair’s seat and an open microphone, and everybody else a muted one', () => {
    const { state } = new History().open().join(chair, tamHong);
    expect(state.stage.chair).to.equal(chair.id);
    expect(state.participants[chair.id]?.microphone).to.equal('open');
    expect(state.participants[tamHong.id]?.microphone).to.equal('muted');
  });

  it('adds no event where the seat is held already', () => {
    const history = new History().open().join(tamHong);
    expect(typesOf(history.command(tamHong, 'join'))).to.deep.equal([]);
  });

  it('gives back role, mute and stage after a lost line', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(chair, 'participant.mute', { target: participants(tamHong.id) });
    const before = history.state;
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    expect(history.state.participants[tamHong.id]?.presence).to.equal('away');
    history.join(tamHong);
    expect({ ...history.state, seq: before.seq }).to.deep.equal(before);
  });

  it('after the grace makes the participant new, and its floor is free', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    history.take({ system: { type: 'absenceConfirmed', participantId: tamHong.id } });
    expect(history.state.floor.holder).to.equal(null);
    history.join(tamHong);
    expect(history.state.participants[tamHong.id]).to.include({ presence: 'present', microphone: 'muted' });
  });

  it('leads through the lobby where the meeting has one, but not for participants that lead', () => {
    const history = new History().open('lobby').join(secretary, tamHong);
    expect(history.state.participants[secretary.id]?.presence).to.equal('present');
    expect(history.state.participants[tamHong.id]?.presence).to.equal('waiting');
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('not-admitted');
    history.command(secretary, 'participant.admit', { target: participants(tamHong.id, trungMy.id) });
    expect(history.state.participants[tamHong.id]?.presence).to.equal('present');
  });

  it('counts a participant that was only in the lobby as new', () => {
    const history = new History().open('lobby').join(tamHong);
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    expect(history.state.participants[tamHong.id]).to.equal(undefined);
    history.join(tamHong);
    expect(history.state.participants[tamHong.id]?.presence).to.equal('waiting');
  });

  it('is refused while the conference is locked, but not for a participant that has a seat or leads', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'conference.lock');
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    expect(codeOf(history.command(trungMy, 'join'))).to.equal('locked');
    expect(codeOf(history.command(tamHong, 'join'))).to.equal('ok');
    expect(codeOf(history.command(secretary, 'join'))).to.equal('ok');
  });

  it('is refused permanently after a removal', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'participant.remove', { participantId: tamHong.id, reason: '' });
    expect(codeOf(history.command(tamHong, 'join'))).to.equal('removed');
    expect(codeOf(history.command(tamHong, 'leave'))).to.equal('removed');
  });
});

describe('microphones', () => {
  it('stay shut while a moderator holds them, and may open once it allows that', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'participant.mute', { target: participants(tamHong.id) });
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('microphone-held');
    history.command(chair, 'participant.askToUnmute', { target: participants(tamHong.id) });
    expect(history.state.participants[tamHong.id]).to.include({ microphone: 'muted', asked: true });
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('ok');
    expect(history.state.participants[tamHong.id]).to.include({ microphone: 'open', asked: false });
  });

  it('are all held in one event, except those of participants that lead or have the floor', () => {
    const history = new History().open().join(chair, secretary, operator, tamHong, trungMy, guest);
    history.command(chair, 'microphones.setPolicy', { policy: 'open' });
    for (const actor of [operator, tamHong, trungMy]) history.command(actor, 'microphone.open');
    history.command(chair, 'floor.grant', { participantId: trungMy.id });
    const decision = history.command(chair, 'participant.mute', { target: everybody });
    expect(decision).to.deep.equal({
      ok: true,
      events: [{ type: 'microphone.held', payload: { participantIds: [tamHong.id] } }],
    });
    expect(typesOf(history.command(chair, 'participant.mute', { target: everybody }))).to.deep.equal([]);
  });

  it('of the chair can be muted by the chair only', () => {
    const history = new History().open().join(chair, secretary);
    expect(
      codeOf(history.command(secretary, 'participant.mute', { target: participants(chair.id) })),
    ).to.equal('forbidden');
    expect(
      codeOf(history.command(secretary, 'participant.remove', { participantId: chair.id, reason: '' })),
    ).to.equal('forbidden');
  });
});

describe('the stage', () => {
  it('has one speaker: the next one’s microphone opens as the last one’s closes', () => {
    const history = new History().open().join(chair, tamHong, trungMy);
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    const decision = history.command(chair, 'floor.grant', { participantId: trungMy.id });
    expect(typesOf(decision)).to.deep.equal([
      'floor.ended',
      'microphone.muted',
      'floor.granted',
      'microphone.opened',
    ]);
    expect(history.state.floor.holder?.participantId).to.equal(trungMy.id);
    expect(history.state.participants[tamHong.id]?.microphone).to.equal('muted');
  });

  it('opens even a held microphone of a participant that receives the floor', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'participant.mute', { target: participants(tamHong.id) });
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    expect(history.state.participants[tamHong.id]?.microphone).to.equal('open');
  });

  it('is handed back only by its holder', () => {
    const history = new History().open().join(chair, tamHong, trungMy);
    history.command(chair, 'stage.give', { seat: 'slides', participantId: tamHong.id });
    expect(codeOf(history.command(trungMy, 'stage.yield', { seat: 'slides' }))).to.equal('forbidden');
    expect(codeOf(history.command(tamHong, 'stage.yield', { seat: 'slides' }))).to.equal('ok');
    expect(history.state.stage.slides).to.equal(undefined);
  });

  it('keeps the chair’s seat for the chair to take', () => {
    const history = new History().open().join(chair, secretary);
    expect(codeOf(history.command(secretary, 'stage.take', { seat: 'chair' }))).to.equal('forbidden');
    expect(
      codeOf(history.command(secretary, 'stage.give', { seat: 'chair', participantId: secretary.id })),
    ).to.equal('ok');
    expect(codeOf(history.command(chair, 'stage.take', { seat: 'chair' }))).to.equal('ok');
  });

  it('shows slides large, then the speaker, then the chair, and no participant twice', () => {
    const history = new History().open().join(chair, tamHong);
    const shown = () => stageSlots(history.state).map(({ place, size }) => `${place} ${size}`);
    expect(shown()).to.deep.equal(['chair large']);
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(chair, 'stage.give', { seat: 'slides', participantId: tamHong.id });
    expect(shown()).to.deep.equal(['slides large', 'speaker small', 'chair small']);
    history.command(chair, 'floor.grant', { participantId: chair.id });
    expect(shown()).to.deep.equal(['slides large', 'speaker small']);
  });
});
