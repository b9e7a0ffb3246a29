import { expect } from 'chai';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { codeOf, History, participantNamed } from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const operator = participantNamed('kỹ thuật', 'operator');
const room = participantNamed('xã Tam Hồng');
const other = participantNamed('xã Trung Mỹ');
const guest = participantNamed('khách', 'observer');

const needing = (admission: ConferenceState['admission'] = 'open'): History =>
  new History().open(admission, { needsChair: true });
const presenceOf = (history: History, ...all: readonly Identity[]) =>
  all.map((each) => history.participant(each).presence);
const depart = (history: History, { id: participantId }: Identity): void => {
  history.take({ system: { type: 'connectionLost', participantId } });
  history.take({ system: { type: 'absenceConfirmed', participantId } });
};

describe('a session that needs a chair', () => {
  it('lets only those in that prepare it, and does not begin, until a chair comes', () => {
    const history = needing().join(room, guest, secretary, operator);
    expect(presenceOf(history, room, guest, secretary, operator)).to.deep.equal([
      'waiting',
      'waiting',
      'present',
      'present',
    ]);
    expect(codeOf(history.command(secretary, 'conference.start'))).to.equal('chair-absent');
    const { seq } = history.state;
    history.join(chair);
    expect(history.since(seq)).to.deep.equal(['participant.joined', 'stage.taken', 'participant.admitted']);
    expect(history.events.at(-1)?.by, 'nobody has admitted them').to.equal(null);
    expect(presenceOf(history, room, guest)).to.deep.equal(['present', 'present']);
    expect(codeOf(history.command(secretary, 'conference.start'))).to.equal('ok');
  });

  it('admits nobody when its door is opened before a chair comes', () => {
    const history = needing('lobby').join(room, secretary);
    history.command(secretary, 'admission.set', { admission: 'open' });
    expect(presenceOf(history, room)).to.deep.equal(['waiting']);
    history.join(chair);
    expect(presenceOf(history, room)).to.deep.equal(['present']);
  });

  it('leaves those of a lobby there when the chair comes, for a moderator to admit', () => {
    const history = needing('lobby').join(room, chair);
    expect(presenceOf(history, room)).to.deep.equal(['waiting']);
    history.command(chair, 'participant.admit', { target: { kind: 'all' } });
    expect(presenceOf(history, room)).to.deep.equal(['present']);
  });

  it('lets moderators admit a room for a test of its sound, and still does not begin', () => {
    const history = needing().join(room, other, operator, secretary);
    const target = { kind: 'participants', participantIds: [room.id] };
    expect(codeOf(history.command(operator, 'participant.admit', { target }))).to.equal('ok');
    expect(presenceOf(history, room, other)).to.deep.equal(['present', 'waiting']);
    expect(codeOf(history.command(secretary, 'conference.start'))).to.equal('chair-absent');
  });

  it('begins with a participant that acts for the chair', () => {
    const history = needing().join(room, secretary);
    history.command(secretary, 'role.give', { participantId: secretary.id, role: 'chair' });
    expect(history.participant(secretary)).to.include({ role: 'chair', acting: 'secretary' });
    expect(presenceOf(history, room)).to.deep.equal(['present']);
    expect(codeOf(history.command(secretary, 'conference.start'))).to.equal('ok');
  });

  it('lets in a waiting room that the plan makes the chair, and with it those that wait', () => {
    const history = needing().join(room, other);
    history.take({ system: { type: 'setRole', participantId: room.id, role: 'chair' } });
    expect(presenceOf(history, room, other)).to.deep.equal(['present', 'present']);
    const admitted = history.events.filter(({ type }) => type === 'participant.admitted');
    expect(admitted.map(({ payload }) => payload)).to.deep.equal([
      { participantIds: [room.id] },
      { participantIds: [other.id] },
    ]);
  });

  it('keeps those inside when its chair goes before the start, and waits for a chair again', () => {
    const history = needing().join(chair, secretary, room);
    depart(history, chair);
    history.join(other);
    expect(presenceOf(history, room, other)).to.deep.equal(['present', 'waiting']);
    expect(codeOf(history.command(secretary, 'conference.start'))).to.equal('chair-absent');
    history.join(chair);
    expect(presenceOf(history, other)).to.deep.equal(['present']);
  });

  it('counts a chair whose connection is lost, until its place is given up', () => {
    const history = needing().join(chair, secretary);
    history.take({ system: { type: 'connectionLost', participantId: chair.id } });
    history.join(room);
    expect(presenceOf(history, room)).to.deep.equal(['present']);
    expect(codeOf(history.command(secretary, 'conference.start'))).to.equal('ok');
  });

  it('goes on once it has begun, and lets latecomers in, with or without its chair', () => {
    const history = needing().join(chair, secretary, room);
    history.command(chair, 'conference.start');
    depart(history, chair);
    history.join(other);
    expect(presenceOf(history, room, other)).to.deep.equal(['present', 'present']);
    history.command(secretary, 'conference.pause', { minutes: 5 });
    expect(codeOf(history.command(secretary, 'conference.resume'))).to.equal('ok');
    expect(history.state.phase).to.equal('in-session');
  });
});
