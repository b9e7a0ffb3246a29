import { expect } from 'chai';
import { plan } from '../../../domain/media/plan.ts';
import { streamKey } from '../../../domain/media/sources.ts';
import type { Source } from '../../../protocol/media.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  districts,
  everybody,
  fullWorld,
  History,
  items,
  participantNamed,
  participants,
  planLimits,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const operator = participantNamed('kỹ thuật', 'operator');
const tamHong = participantNamed('xã Tam Hồng', 'delegate', districts[0]);
const teLo = participantNamed('xã Tề Lỗ', 'delegate', districts[0]);
const trungMy = participantNamed('xã Trung Mỹ', 'delegate', districts[1]);
const hall = { ...participantNamed('sở Tài chính'), levelId: 'province' };
const all = [chair, secretary, operator, tamHong, teLo, trungMy, hall];

/** A session in which every participant has opened its microphone. */
function openSession(): History {
  const history = new History().open().join(...all);
  history.command(chair, 'conference.start');
  history.command(chair, 'microphones.setPolicy', { policy: 'open' });
  for (const each of all) history.command(each, 'microphone.open');
  return history;
}
const open = (history: History): readonly string[] =>
  all.filter((each) => history.participant(each).microphone === 'open').map(({ name }) => name);
const names = (...of: readonly Identity[]): readonly string[] => of.map(({ name }) => name);

/** Whether the plan forwards a stream to any participant when all send everything. */
const forwarded = ({ state }: History, { id }: Identity, source: Source): boolean =>
  plan(state, fullWorld(state), { ...planLimits, loudestMicrophones: 10 }).live.has(streamKey(id, source));

describe('microphones under the policy that everybody is muted but the floor', () => {
  it('are opened only by participants that lead, have the floor or were asked to unmute', () => {
    const history = new History().open().join(...all);
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('microphone-held');
    for (const each of [secretary, operator]) {
      expect(codeOf(history.command(each, 'microphone.open'))).to.equal('ok');
    }
    history.command(chair, 'participant.askToUnmute', { target: participants(tamHong.id) });
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('ok');
    // Muting oneself uses up the permission.
    history.command(tamHong, 'microphone.mute');
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('microphone-held');
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(tamHong, 'microphone.mute');
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('ok');
  });

  it('close at once when that policy is set, except for participants that lead or have the floor', () => {
    const history = openSession();
    history.command(chair, 'floor.grant', { participantId: trungMy.id });
    history.command(chair, 'microphones.setPolicy', { policy: 'floor' });
    expect(open(history)).to.deep.equal(names(chair, secretary, operator, trungMy));
    expect(forwarded(history, tamHong, 'microphone')).to.equal(false);
    expect(forwarded(history, trungMy, 'microphone')).to.equal(true);
  });

  it('close with the role that kept them open', () => {
    const history = openSession();
    history.command(chair, 'microphones.setPolicy', { policy: 'floor' });
    history.command(chair, 'role.give', { participantId: operator.id, role: 'delegate' });
    expect(open(history)).to.deep.equal(names(chair, secretary));
  });

  it('close with the chair’s seat that kept them open', () => {
    const history = new History().open().join(...all);
    history.command(chair, 'stage.give', { seat: 'chair', participantId: hall.id });
    expect(open(history)).to.deep.equal(names(chair, hall));
    history.command(hall, 'microphone.mute');
    expect(codeOf(history.command(hall, 'microphone.open'))).to.equal('ok');
    history.command(chair, 'stage.take', { seat: 'chair' });
    expect(open(history)).to.deep.equal(names(chair));
  });

  it('close on the way back from a group', () => {
    const history = new History().open().join(...all);
    history.command(chair, 'conference.start');
    const groupId = items[0].id;
    const target = { kind: 'subtree', siteId: districts[0] };
    history.command(chair, 'groups.open', { groups: [{ groupId, title: 'Tổ 1', target }] });
    for (const each of [tamHong, teLo]) history.command(each, 'microphone.open');
    expect(open(history)).to.deep.equal(names(chair, tamHong, teLo));
    history.command(chair, 'groups.assign', { participantId: teLo.id, groupId: null });
    expect(open(history)).to.deep.equal(names(chair, tamHong));
    history.command(chair, 'groups.close');
    expect(open(history)).to.deep.equal(names(chair));
  });
});

describe('a hard mute', () => {
  const spared = [chair, secretary, operator];

  it('of a subtree holds its units and the units below, and no other', () => {
    const history = openSession();
    history.command(secretary, 'participant.mute', { target: { kind: 'subtree', siteId: districts[0] } });
    // The hall's site is in the first district, too.
    expect(open(history)).to.deep.equal(names(...spared, trungMy));
  });

  it('of a level holds all units of that level', () => {
    const history = openSession();
    history.command(operator, 'participant.mute', { target: { kind: 'level', levelId: 'commune' } });
    expect(open(history)).to.deep.equal(names(...spared, hall));
  });

  it('of all spares the floor and those that lead, and is no error when no participant is left to mute', () => {
    const history = openSession();
    history.command(chair, 'floor.grant', { participantId: teLo.id });
    expect(typesOf(history.command(chair, 'participant.mute', { target: everybody }))).to.deep.equal([
      'microphone.held',
    ]);
    expect(open(history)).to.deep.equal(names(...spared, teLo));
    const again = history.command(chair, 'participant.mute', { target: everybody });
    expect(again).to.deep.equal({ ok: true, events: [] });
  });

  it('of many lists the spared participants where that list is shorter', () => {
    const history = openSession();
    history.command(chair, 'floor.grant', { participantId: teLo.id });
    const rooms = Array.from({ length: 30 }, (_, n) => participantNamed(`thôn ${n}`));
    history.join(...rooms, participantNamed('khách', 'observer'));
    const spares = [chair, secretary, operator, teLo].map(({ id }) => id);
    for (const [type, fact] of [
      ['participant.mute', 'microphone.held'],
      ['camera.hold', 'camera.held'],
    ] as const) {
      expect(history.command(chair, type, { target: everybody })).to.deep.equal({
        ok: true,
        events: [{ type: fact, payload: { allBut: spares } }],
      });
    }
    for (const { id, microphone, cameraHeld, role } of Object.values(history.state.participants)) {
      const silent = !spares.includes(id) && role !== 'observer';
      expect({ microphone: microphone === 'held', cameraHeld }).to.deep.equal({
        microphone: silent,
        cameraHeld: silent,
      });
    }
  });

  it('of named participants holds even the floor, and all but the chair', () => {
    const history = openSession();
    history.command(chair, 'floor.grant', { participantId: teLo.id });
    history.command(operator, 'participant.mute', { target: participants(teLo.id, secretary.id) });
    expect(open(history)).to.deep.equal(names(chair, operator, tamHong, trungMy, hall));
    expect(
      codeOf(history.command(operator, 'participant.mute', { target: participants(tamHong.id, chair.id) })),
    ).to.equal('forbidden');
    expect(open(history)).to.include(tamHong.name);
  });

  it('holds against its owner under either policy, over a lost connection, and over leaving and coming back', () => {
    const history = openSession();
    history.command(chair, 'participant.mute', { target: participants(tamHong.id) });
    const refused = () => codeOf(history.command(tamHong, 'microphone.open'));
    expect(refused()).to.equal('microphone-held');
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    history.join(tamHong);
    expect(refused()).to.equal('microphone-held');
    history.command(tamHong, 'leave');
    history.join(tamHong);
    expect(history.participant(tamHong).microphone).to.equal('held');
    expect(refused()).to.equal('microphone-held');
    expect(forwarded(history, tamHong, 'microphone')).to.equal(false);
  });

  it('is lifted when a moderator asks its owner to unmute, and then only by the owner', () => {
    const history = openSession();
    history.command(chair, 'participant.mute', { target: participants(tamHong.id) });
    history.command(operator, 'participant.askToUnmute', { target: participants(tamHong.id) });
    expect(history.participant(tamHong)).to.include({ microphone: 'muted', asked: true });
    expect(forwarded(history, tamHong, 'microphone')).to.equal(false);
    history.command(tamHong, 'microphone.open');
    expect(forwarded(history, tamHong, 'microphone')).to.equal(true);
  });
});

describe('a request to unmute', () => {
  it('to several reaches those that may speak and are silent, in one event', () => {
    const guest = participantNamed('khách', 'observer');
    const history = openSession().join(guest);
    history.command(tamHong, 'microphone.mute');
    history.command(chair, 'participant.mute', { target: participants(teLo.id) });
    const asked = history.command(operator, 'participant.askToUnmute', {
      target: participants(tamHong.id, teLo.id, trungMy.id, guest.id),
    });
    expect(typesOf(asked)).to.deep.equal(['microphone.asked']);
    for (const each of [tamHong, teLo]) {
      expect(history.participant(each)).to.include({ microphone: 'muted', asked: true });
    }
    expect(history.participant(trungMy)).to.include({ microphone: 'open', asked: false });
    expect(history.participant(guest).asked).to.equal(false);
    expect(
      codeOf(history.command(operator, 'participant.askToUnmute', { target: participants(guest.id) })),
    ).to.equal('forbidden');
  });

  it('to all of a unit does not reach moderators', () => {
    const history = openSession();
    for (const each of [secretary, tamHong]) history.command(each, 'microphone.mute');
    history.command(chair, 'participant.askToUnmute', { target: everybody });
    expect(history.participant(tamHong).asked).to.equal(true);
    expect(history.participant(secretary).asked).to.equal(false);
  });
});

describe('a camera that is held', () => {
  it('is forwarded to no participant, even on the stage, until it is allowed', () => {
    const history = openSession();
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    expect(forwarded(history, tamHong, 'camera')).to.equal(true);
    history.command(operator, 'camera.hold', { target: participants(tamHong.id) });
    expect(forwarded(history, tamHong, 'camera')).to.equal(false);
    const { demands } = plan(history.state, fullWorld(history.state), planLimits);
    expect(demands.get(tamHong.id)?.camera ?? null).to.equal(null);
    expect(forwarded(history, tamHong, 'microphone')).to.equal(true);
    history.command(tamHong, 'leave');
    history.join(tamHong);
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    expect(forwarded(history, tamHong, 'camera')).to.equal(false);
    history.command(operator, 'camera.allow', { target: everybody });
    expect(forwarded(history, tamHong, 'camera')).to.equal(true);
  });

  it('cannot be the chair’s, unless the chair holds it', () => {
    const history = openSession();
    expect(codeOf(history.command(operator, 'camera.hold', { target: participants(chair.id) }))).to.equal(
      'not-found',
    );
    history.command(chair, 'camera.hold', { target: everybody });
    const held = all.filter((each) => history.participant(each).cameraHeld);
    expect(names(...held)).to.deep.equal(names(tamHong, teLo, trungMy, hall));
  });
});

describe('the lock on screens', () => {
  it('stops a delegate’s screen at once, and not a moderator’s', () => {
    const history = openSession();
    const lock = (screen: boolean) =>
      history.command(operator, 'locks.set', { chat: false, hands: false, screen });
    history.command(chair, 'stage.give', { seat: 'slides', participantId: tamHong.id });
    expect(forwarded(history, tamHong, 'screen')).to.equal(true);
    lock(true);
    expect(forwarded(history, tamHong, 'screen')).to.equal(false);
    history.command(secretary, 'stage.take', { seat: 'slides' });
    expect(forwarded(history, secretary, 'screen')).to.equal(true);
    history.command(chair, 'stage.give', { seat: 'slides', participantId: tamHong.id });
    lock(false);
    expect(forwarded(history, tamHong, 'screen')).to.equal(true);
  });
});
