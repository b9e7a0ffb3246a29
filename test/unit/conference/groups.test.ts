import { expect } from 'chai';
import { plan } from '../../../domain/media/plan.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  districts,
  everybody,
  fullWorld,
  History,
  idNamed,
  participantNamed,
  participants,
  planLimits,
  sentBy,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const tamHong = participantNamed('xã Tam Hồng', 'delegate', districts[0]);
const teLo = participantNamed('xã Tề Lỗ', 'delegate', districts[0]);
const trungMy = participantNamed('xã Trung Mỹ', 'delegate', districts[1]);
const baHien = participantNamed('xã Bá Hiến', 'delegate', districts[1]);
const guest = participantNamed('khách', 'observer');
const all = [chair, secretary, tamHong, teLo, trungMy, baHien, guest];
const [yenLac, binhXuyen] = [idNamed('tổ Yên Lạc'), idNamed('tổ Bình Xuyên')];

function divided(): History {
  const history = new History().open().join(...all);
  history.command(chair, 'conference.start');
  history.command(chair, 'groups.open', {
    groups: [
      { groupId: yenLac, title: 'Tổ Yên Lạc', target: { kind: 'subtree', siteId: districts[0] } },
      { groupId: binhXuyen, title: 'Tổ Bình Xuyên', target: { kind: 'subtree', siteId: districts[1] } },
    ],
  });
  return history;
}

/** The participants whose microphones a participant receives when all send everything. */
function hears({ state }: History, { id }: Identity): readonly string[] {
  const sent = sentBy(plan(state, fullWorld(state), { ...planLimits, loudestMicrophones: 10 }));
  const heard = new Set([...(sent.get(id)?.keys() ?? [])].filter((key) => key.endsWith('/microphone')));
  return all.filter((each) => heard.has(`${each.id}/microphone`)).map(({ name }) => name);
}
const names = (...of: readonly Identity[]): readonly string[] => of.map(({ name }) => name);

const group = (groupId: string) => ({ groupId, title: 'Tổ', target: everybody });

describe('groups', () => {
  it('divide by subtree the participants that do not lead', () => {
    expect(divided().state.groups.members).to.deep.equal({
      [tamHong.id]: yenLac,
      [teLo.id]: yenLac,
      [trungMy.id]: binhXuyen,
      [baHien.id]: binhXuyen,
    });
  });

  it('hear only each other, and the plenary session does not hear them', () => {
    const history = divided();
    for (const each of [tamHong, teLo, trungMy]) {
      expect(codeOf(history.command(each, 'microphone.open'))).to.equal('ok');
    }
    expect(hears(history, tamHong)).to.deep.equal(names(teLo));
    expect(hears(history, teLo)).to.deep.equal(names(tamHong));
    expect(hears(history, baHien)).to.deep.equal(names(trungMy));
    expect(hears(history, secretary)).to.deep.equal(names(chair));
    expect(hears(history, guest)).to.deep.equal(names(chair));
  });

  it('are visited by a participant that is sent to one, and left again', () => {
    const history = divided();
    history.command(tamHong, 'microphone.open');
    history.command(chair, 'groups.assign', { participantId: chair.id, groupId: yenLac });
    expect(hears(history, chair)).to.deep.equal(names(tamHong));
    expect(hears(history, tamHong)).to.deep.equal(names(chair));
    expect(hears(history, secretary)).to.deep.equal([]);
    history.command(chair, 'groups.assign', { participantId: chair.id, groupId: null });
    expect(hears(history, secretary)).to.deep.equal(names(chair));
    expect(
      codeOf(history.command(chair, 'groups.assign', { participantId: teLo.id, groupId: chair.id })),
    ).to.equal('not-found');
  });

  it('do not treat a muted microphone as open', () => {
    const history = divided();
    history.command(tamHong, 'microphone.open');
    history.command(secretary, 'participant.mute', { target: participants(tamHong.id) });
    expect(hears(history, teLo)).to.deep.equal([]);
    expect(codeOf(history.command(tamHong, 'microphone.open'))).to.equal('microphone-held');
  });

  it('return together', () => {
    const history = divided();
    history.command(tamHong, 'microphone.open');
    history.command(chair, 'groups.close');
    expect(history.state.groups).to.deep.equal({ groups: [], members: {} });
    expect(hears(history, teLo)).to.deep.equal(names(chair));
  });

  it('are opened once, each under its own id, and a participant that fits two joins the first', () => {
    const history = divided();
    const open = (...groups: object[]) => codeOf(history.command(chair, 'groups.open', { groups }));
    expect(open(group(yenLac))).to.equal('conflict');
    history.command(chair, 'groups.close');
    expect(open(group(yenLac), group(yenLac))).to.equal('invalid-request');
    expect(open(group(yenLac), group(binhXuyen))).to.equal('ok');
    expect(new Set(Object.values(history.state.groups.members))).to.deep.equal(new Set([yenLac]));
  });

  it('are kept over a lost line, and over leaving and coming back', () => {
    const history = divided();
    history.take({ system: { type: 'connectionLost', participantId: teLo.id } });
    history.join(teLo);
    expect(history.state.groups.members[teLo.id]).to.equal(yenLac);
    history.command(teLo, 'leave');
    expect(hears(history, teLo)).to.deep.equal([]);
    history.join(teLo);
    expect(history.state.groups.members[teLo.id]).to.equal(yenLac);
  });
});
