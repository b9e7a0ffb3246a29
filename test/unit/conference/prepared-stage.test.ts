import { expect } from 'chai';
import { stageSlots } from '../../../domain/media/sources.ts';
import { codeOf, History, participantNamed, typesOf } from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const communes = Array.from({ length: 3 }, (_, n) => participantNamed(`xã ${n}`));
const guest = participantNamed('khách', 'observer');
const [first, second, third] = communes.map(({ id }) => id);

const session = (): History => new History().open().join(chair, secretary, ...communes, guest);

describe('a prepared stage', () => {
  const arrange = (
    history: History,
    payload: { readonly participantIds: readonly (string | undefined)[]; readonly speakerId?: string | null },
    by = secretary,
  ) => history.command(by, 'stage.arrange', { layout: 'grid', ...payload });

  it('is put on at once: the layout, who is shown, and who speaks', () => {
    const history = session();
    history.command(secretary, 'floor.grant', { participantId: first });
    arrange(history, { participantIds: [third], ...(second !== undefined && { speakerId: second }) });
    expect(
      stageSlots(history.state).map(
        (slot) => slot.kind === 'stream' && [slot.place, slot.participantId, slot.size],
      ),
    ).to.deep.equal([
      ['speaker', second, 'half'],
      ['chair', chair.id, 'half'],
      ['pinned', third, 'half'],
    ]);
    expect(history.state.floor.spoken).to.have.all.keys([first ?? '']);
  });

  it('leaves the floor as it is, or ends the turn', () => {
    const history = session();
    history.command(secretary, 'floor.grant', { participantId: first });
    expect(typesOf(arrange(history, { participantIds: [] }))).to.deep.equal(['stage.arranged']);
    expect(history.state.floor.holder?.participantId).to.equal(first);
    arrange(history, { participantIds: [], speakerId: null });
    expect(history.state.floor.holder).to.equal(null);
    expect(typesOf(arrange(history, { participantIds: [], speakerId: null }))).to.deep.equal([]);
  });

  it('changes nothing where a part of it is refused', () => {
    const history = session();
    const stranger = participantNamed('xã vắng').id;
    const before = history.state;
    expect(codeOf(arrange(history, { participantIds: [first], speakerId: stranger }))).to.equal('not-found');
    expect(codeOf(arrange(history, { participantIds: [first], speakerId: guest.id }))).to.equal('forbidden');
    expect(codeOf(arrange(history, { participantIds: [stranger], speakerId: null }))).to.equal('not-found');
    expect(history.state).to.equal(before);
  });

  it('is taken back by one undo, which leaves the floor, and repeated by another', () => {
    const history = session();
    history.command(secretary, 'stage.setPinned', { participantIds: [first] });
    const before = history.state.stage;
    arrange(history, { participantIds: [second, third], ...(first !== undefined && { speakerId: first }) });
    const { layout, pinned } = history.state.stage;
    history.command(chair, 'stage.undo');
    expect(history.state.stage).to.deep.include({ layout: before.layout, pinned: before.pinned });
    expect(history.state.floor.holder?.participantId).to.equal(first);
    history.command(chair, 'stage.undo');
    expect(history.state.stage).to.deep.include({ layout, pinned });
  });

  it('is put on by the chair and the secretary only', () => {
    const history = session();
    const operator = participantNamed('kỹ thuật', 'operator');
    history.join(operator);
    expect(codeOf(arrange(history, { participantIds: [] }, operator))).to.equal('forbidden');
    expect(typesOf(arrange(history, { participantIds: [] }, chair))).to.deep.equal(['stage.arranged']);
  });
});
