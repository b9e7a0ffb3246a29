import { expect } from 'chai';
import { mostPinned, stageCommands } from '../../../protocol/conference/stage.ts';
import { stageSlots } from '../../../domain/media/sources.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  History,
  items,
  participantNamed,
  pdf,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const communes = Array.from({ length: 10 }, (_, n) => participantNamed(`xã ${n}`));
const guest = participantNamed('khách', 'observer');
const [first, second, third] = communes.map(({ id }) => id);

const session = (): History => new History().open().join(chair, secretary, ...communes, guest);
const pin = (history: History, participantIds: readonly (string | undefined)[]) =>
  history.command(secretary, 'stage.setPinned', { participantIds });
const shown = (history: History): readonly string[] =>
  stageSlots(history.state).map(
    (slot) =>
      `${slot.place} ${slot.kind === 'stream' ? history.state.participants[slot.participantId]?.name : slot.page} ${slot.size}`,
  );

describe('participants that are pinned to the stage', () => {
  it('are shown in the order in which they are pinned', () => {
    const history = session();
    pin(history, [second, first]);
    expect(shown(history)).to.deep.equal(['chair chủ tọa large', 'pinned xã 1 thumb', 'pinned xã 0 thumb']);
    expect(typesOf(pin(history, [second, first]))).to.deep.equal([]);
    pin(history, [first, second]);
    expect(history.state.stage.pinned).to.deep.equal([first, second]);
    pin(history, []);
    expect(shown(history)).to.deep.equal(['chair chủ tọa large']);
  });

  it('are eight at most, and none twice', () => {
    const { payload } = stageCommands['stage.setPinned'];
    const ids = communes.map(({ id }) => id);
    expect(payload.safeParse({ participantIds: ids.slice(0, mostPinned) }).success).to.equal(true);
    expect(payload.safeParse({ participantIds: ids.slice(0, mostPinned + 1) }).success).to.equal(false);
    expect(payload.safeParse({ participantIds: [first, first] }).success).to.equal(false);
  });

  it('must be in the conference, in a role that is seen', () => {
    const history = session();
    expect(codeOf(pin(history, [participantNamed('xã vắng').id]))).to.equal('not-found');
    expect(codeOf(pin(history, [guest.id]))).to.equal('forbidden');
    pin(history, [first, second]);
    history.command(chair, 'role.give', { participantId: first, role: 'observer' });
    expect(history.state.stage.pinned).to.deep.equal([second]);
  });

  it('stay over a lost connection, and are removed when they leave', () => {
    const history = session();
    pin(history, [first, second]);
    history.take({ system: { type: 'connectionLost', participantId: communes[0]?.id ?? '' } });
    history.join(...communes.slice(0, 1));
    expect(history.state.stage.pinned).to.deep.equal([first, second]);
    for (const commune of communes.slice(0, 1)) history.command(commune, 'leave');
    expect(history.state.stage.pinned).to.deep.equal([second]);
  });

  it('are changed only by moderators', () => {
    const history = session();
    for (const commune of communes.slice(0, 1)) {
      expect(codeOf(history.command(commune, 'stage.setPinned', { participantIds: [first] }))).to.equal(
        'forbidden',
      );
      expect(codeOf(history.command(commune, 'stage.setLayout', { layout: 'grid' }))).to.equal('forbidden');
    }
  });
});

function full(layout: string): readonly string[] {
  const history = session();
  history.command(chair, 'floor.grant', { participantId: first });
  history.command(chair, 'stage.give', { seat: 'slides', participantId: second });
  pin(history, [third]);
  history.command(secretary, 'stage.setLayout', { layout });
  return shown(history).map((slot) => slot.replace(/ (xã \d|chủ tọa) /, ' '));
}

describe('the layout of the stage', () => {
  it('puts the slides first, or the speaker, or chair and speaker side by side, or all in a grid', () => {
    expect(full('slides-and-speaker')).to.deep.equal([
      'slides large',
      'speaker small',
      'chair small',
      'pinned thumb',
    ]);
    expect(full('speaker')).to.deep.equal(['speaker large', 'chair small', 'slides small', 'pinned thumb']);
    expect(full('chair-and-speaker')).to.deep.equal([
      'chair half',
      'speaker half',
      'slides small',
      'pinned thumb',
    ]);
    expect(full('grid')).to.deep.equal(['slides half', 'speaker half', 'chair half', 'pinned half']);
  });

  it('shows nobody twice, and a speaker that is the chair large', () => {
    const history = session();
    history.command(chair, 'floor.grant', { participantId: chair.id });
    pin(history, [chair.id]);
    for (const layout of ['slides-and-speaker', 'speaker', 'chair-and-speaker', 'grid']) {
      history.command(chair, 'stage.setLayout', { layout });
      expect(stageSlots(history.state).length).to.equal(1);
      expect(stageSlots(history.state)[0]?.size).to.equal('large');
    }
  });

  it('shows no participant that is in a group, and nothing in a break', () => {
    const history = session();
    history.command(chair, 'conference.start');
    pin(history, [first, second]);
    const target = { kind: 'participants', participantIds: [first] };
    history.command(chair, 'groups.open', { groups: [{ groupId: items[0].id, title: 'Tổ 1', target }] });
    expect(shown(history)).to.deep.equal(['chair chủ tọa large', 'pinned xã 1 thumb']);
    history.command(chair, 'conference.pause', { minutes: 10 });
    expect(shown(history)).to.deep.equal([]);
  });
});

describe('the seats of the stage', () => {
  it('are the chair’s and the slides’; moderators take them and their holders hand them back', () => {
    const history = session();
    history.command(chair, 'stage.give', { seat: 'slides', participantId: first });
    expect(codeOf(history.command(secretary, 'stage.yield', { seat: 'slides' }))).to.equal('forbidden');
    expect(codeOf(history.command(secretary, 'stage.take', { seat: 'slides' }))).to.equal('ok');
    expect(history.state.stage.slides).to.equal(secretary.id);
    expect(codeOf(history.command(secretary, 'stage.take', { seat: 'chair' }))).to.equal('forbidden');
    expect(codeOf(history.command(secretary, 'stage.yield', { seat: 'slides' }))).to.equal('ok');
    expect(
      codeOf(history.command(chair, 'stage.give', { seat: 'slides', participantId: guest.id })),
    ).to.equal('forbidden');
  });

  it('are handed back without an error where the server has cleared them already', () => {
    expect(typesOf(session().command(secretary, 'stage.yield', { seat: 'slides' }))).to.deep.equal([]);
  });

  it('are cleared when the shared screen ends, but not when other slides are shown or nothing is yet', () => {
    const history = session();
    const ends = ({ id: participantId }: Identity) =>
      typesOf(history.take({ system: { type: 'screenEnded', participantId } }));
    const [commune] = communes;
    if (!commune) throw new Error('there are communes');
    history.command(chair, 'stage.give', { seat: 'slides', participantId: commune.id });
    expect(ends(secretary)).to.deep.equal([]);
    history.take({ system: { type: 'addDocument', document: pdf('Báo cáo') } });
    history.command(commune, 'document.show', { documentId: pdf('Báo cáo').id, page: 1 });
    expect(ends(commune)).to.deep.equal([]);
    history.command(commune, 'document.hide');
    expect(ends(commune)).to.deep.equal(['stage.cleared']);
    expect(history.state.stage.slides).to.equal(undefined);
    expect(ends(commune)).to.deep.equal([]);
  });

  it('keep the chair’s own microphone open when the seat is taken again', () => {
    const history = session();
    history.command(chair, 'stage.clear', { seat: 'chair' });
    expect(history.participant(chair).microphone).to.equal('open');
    expect(history.state.stage.chair).to.equal(undefined);
    expect(codeOf(history.command(chair, 'stage.take', { seat: 'chair' }))).to.equal('ok');
  });

  it('are free again when their holders leave', () => {
    const history = session();
    history.command(secretary, 'stage.take', { seat: 'slides' });
    history.command(secretary, 'leave');
    history.command(chair, 'leave');
    expect(history.state.stage).to.not.have.any.keys('chair', 'slides');
    history.join(chair);
    expect(history.state.stage.chair).to.equal(chair.id);
  });
});

describe('the text on the screens', () => {
  it('is what a moderator set last', () => {
    const history = session();
    const text = { title: 'Tạm nghỉ', ticker: 'Tiếp tục lúc 9 giờ 30' };
    history.command(secretary, 'stage.setText', text);
    expect(history.state.stage.text).to.deep.equal(text);
    expect(typesOf(history.command(chair, 'stage.setText', text))).to.deep.equal([]);
  });
});

describe('the last change of the stage', () => {
  const undo = (history: History) => history.command(secretary, 'stage.undo');

  it('is taken back, and repeated by a second undo', () => {
    const history = session();
    expect(typesOf(undo(history)), 'nothing has changed yet').to.deep.equal([]);
    pin(history, [first]);
    pin(history, [first, second]);
    undo(history);
    expect(history.state.stage.pinned).to.deep.equal([first]);
    undo(history);
    expect(history.state.stage.pinned).to.deep.equal([first, second]);
    history.command(secretary, 'stage.setLayout', { layout: 'grid' });
    undo(history);
    expect(history.state.stage).to.deep.include({ layout: 'slides-and-speaker', pinned: [first, second] });
    history.command(chair, 'stage.setText', { title: 'Nghỉ', ticker: 'đến 10 giờ' });
    undo(history);
    expect(history.state.stage.text).to.deep.equal({ title: '', ticker: '' });
  });

  it('brings a seat back to its holder, and frees a seat that was free', () => {
    const history = session();
    history.command(secretary, 'stage.give', { seat: 'chair', participantId: first });
    undo(history);
    expect(history.state.stage.chair).to.equal(chair.id);
    expect(history.participant(chair).microphone).to.equal('open');
    history.command(secretary, 'stage.give', { seat: 'slides', participantId: second });
    undo(history);
    expect(history.state.stage.slides).to.equal(undefined);
  });

  it('leaves out those that have left since', () => {
    const history = session();
    pin(history, [first, second]);
    pin(history, []);
    for (const commune of communes.slice(0, 1)) history.command(commune, 'leave');
    undo(history);
    expect(history.state.stage.pinned).to.deep.equal([second]);
    history.command(secretary, 'stage.give', { seat: 'slides', participantId: second });
    history.command(secretary, 'stage.give', { seat: 'slides', participantId: third });
    for (const commune of communes.slice(1, 2)) history.command(commune, 'leave');
    expect(typesOf(undo(history))).to.deep.equal([]);
    expect(history.state.stage.slides).to.equal(third);
  });

  it('is nothing that a participant did for itself', () => {
    const history = session();
    pin(history, [first]);
    history.command(secretary, 'stage.take', { seat: 'slides' });
    undo(history);
    expect(history.state.stage).to.deep.include({ pinned: [], slides: secretary.id });
    history.command(chair, 'stage.give', { seat: 'slides', participantId: second });
    for (const commune of communes.slice(1, 2)) history.command(commune, 'stage.yield', { seat: 'slides' });
    expect(typesOf(undo(history))).to.deep.equal([]);
  });

  it('is not the passing of the chair’s seat: leaving is nothing to take back', () => {
    const [deputy, member] = [participantNamed('phó chủ tọa', 'chair'), participantNamed('ủy viên', 'chair')];
    const departures: readonly ((history: History) => void)[] = [
      (history) => history.command(chair, 'leave'),
      (history) => history.command(member, 'participant.remove', { participantId: chair.id, reason: '' }),
    ];
    for (const depart of departures) {
      const history = session().join(deputy, member);
      pin(history, [first]);
      depart(history);
      expect(history.state.stage).to.deep.include({ chair: deputy.id, pinned: [first] });
      undo(history);
      expect(history.state.stage).to.deep.include({ chair: deputy.id, pinned: [] });
    }
  });

  it('is not taken back by those that do not lead', () => {
    const history = session();
    pin(history, [first]);
    for (const commune of communes.slice(0, 1)) {
      expect(codeOf(history.command(commune, 'stage.undo'))).to.equal('forbidden');
    }
  });
});
