import { expect } from 'chai';
import {
  missingFrom,
  nextStage,
  stageable,
  stagePreview,
} from '../../../client/state/conference/prepared-stage.ts';
import type { PreparedStage } from '../../../client/state/conference/prepared-stage.ts';
import { stageSlots } from '../../../domain/media/sources.ts';
import { History, participantNamed } from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const communes = Array.from({ length: 4 }, (_, n) => participantNamed(`xã ${n}`));
const guest = participantNamed('khách', 'observer');
const [first = '', second = '', third = ''] = communes.map(({ id }) => id);

const session = (): History => new History().open().join(chair, secretary, ...communes, guest);
const preview = (history: History, prepared: PreparedStage) =>
  stagePreview(history.state, history.participant(secretary), prepared, history.now);

describe('the preview of a prepared stage', () => {
  it('begins with the stage as it is and the next speaker', () => {
    const history = session();
    expect(nextStage(history.state)).to.deep.equal({ layout: 'slides-and-speaker', participantIds: [] });
    history.command(secretary, 'stage.setPinned', { participantIds: [third] });
    for (const commune of communes.slice(1, 2))
      history.command(commune, 'hand.raise', { category: 'speech', subject: '' });
    expect(nextStage(history.state)).to.deep.equal({
      layout: 'slides-and-speaker',
      participantIds: [third],
      speakerId: second,
    });
  });

  it('is what the rooms see once it is on, and changes nothing before', () => {
    const candidates: readonly PreparedStage[] = [
      { layout: 'grid', participantIds: [first, second] },
      { layout: 'speaker', participantIds: [third, first], speakerId: second },
      { layout: 'chair-and-speaker', participantIds: [second], speakerId: second },
      { layout: 'slides-and-speaker', participantIds: [], speakerId: null },
    ];
    const history = session();
    for (const prepared of candidates) {
      const before = history.state;
      const shown = preview(history, prepared);
      expect(history.state).to.equal(before);
      history.command(secretary, 'stage.arrange', prepared);
      expect(shown.ok && stageSlots(shown.after)).to.deep.equal(stageSlots(history.state));
      expect(shown).to.include({ isChange: true });
      const again = preview(history, prepared);
      expect(again).to.include({ isChange: false });
    }
  });

  it('in a break is what is seen once the session goes on', () => {
    const history = session();
    history.command(chair, 'conference.start');
    history.command(chair, 'conference.pause', { minutes: 10 });
    const shown = preview(history, { layout: 'grid', participantIds: [first] });
    expect(shown.ok && stageSlots(shown.after).map(({ place }) => place)).to.deep.equal(['chair', 'pinned']);
  });

  it('says why it would be refused, and who is missing', () => {
    const history = session();
    const prepared: PreparedStage = { layout: 'grid', participantIds: [first, second], speakerId: first };
    for (const commune of communes.slice(0, 1)) history.command(commune, 'leave');
    expect(preview(history, prepared)).to.deep.equal({ ok: false, code: 'not-found' });
    expect(missingFrom(history.state, prepared)).to.deep.equal([first]);
    history.command(chair, 'role.give', { participantId: second, role: 'observer' });
    expect(missingFrom(history.state, prepared)).to.deep.equal([first, second]);
  });

  it('offers those that can be shown and are not yet', () => {
    const history = session();
    for (const commune of communes.slice(0, 1)) history.command(commune, 'leave');
    expect(stageable(history.state, 'xa', [third]).map(({ name }) => name)).to.deep.equal(['xã 1', 'xã 3']);
    expect(stageable(history.state, 'khach', [])).to.deep.equal([]);
  });
});
