import { expect } from 'chai';
import { nextSpeakers } from '../../../client/state/conference/chair-controls.ts';
import { findCandidates } from '../../../client/state/planning/invitees.ts';
import { scriptView } from '../../../client/state/conference/script.ts';
import { shortcutEffect, shortcutKeys } from '../../../client/state/conference/shortcuts.ts';
import {
  History,
  items,
  participantNamed,
  preparedFor,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('Chủ tịch', 'chair');
const tamHong = participantNamed('Tam Hồng');
const trungMy = participantNamed('Trung Mỹ');
const absent = participantNamed('Đạo Đức');
const listener = participantNamed('Khách', 'observer');
const [first, second] = items;

/** The first item is under way: Đạo Đức, which is not there, then Tam Hồng, Trung Mỹ and an observer. */
const session = (): History => {
  const history = new History()
    .open('open', {
      agenda: [
        { ...first, speakers: preparedFor([absent, tamHong, trungMy, listener], 5) },
        { ...second, speakers: preparedFor([trungMy], null) },
      ],
    })
    .join(chair, tamHong, trungMy, listener);
  history.command(chair, 'conference.start');
  history.command(chair, 'agenda.begin', { itemId: first.id });
  return history;
};
const shown = ({ state }: History) =>
  scriptView(state).current?.speakers.map(
    ({ name, progress, presence, isNext }) => `${name}: ${progress}, ${presence}${isNext ? ', next' : ''}`,
  );
const grantsNext = (history: History) => {
  const effect = shortcutEffect(
    shortcutKeys.grantNext,
    history.state,
    history.participant(chair),
    history.now,
  );
  return effect?.kind === 'command' ? effect.command.payload : undefined;
};

describe('client: the script of a session', () => {
  it('shows who is there, who is next, who speaks, has spoken or was skipped', () => {
    const history = session();
    history.take({ system: { type: 'connectionLost', participantId: trungMy.id } });
    expect(shown(history)).to.deep.equal([
      'Đạo Đức: ahead, not-in',
      'Tam Hồng: ahead, present, next',
      'Trung Mỹ: ahead, lost',
      'Khách: ahead, listens',
    ]);
    history.join(trungMy);
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(chair, 'script.skip', { itemId: first.id, participantId: absent.id });
    expect(shown(history)).to.deep.equal([
      'Đạo Đức: skipped, not-in',
      'Tam Hồng: speaking, present',
      'Trung Mỹ: ahead, present, next',
      'Khách: ahead, listens',
    ]);
    history.command(chair, 'floor.revoke');
    expect(shown(history)?.[1]).to.equal('Tam Hồng: called, present');
  });

  it('shows the script of the next item beside it, and none where nobody is prepared', () => {
    const history = session();
    expect(scriptView(history.state).next?.speakers.map(({ name }) => name)).to.deep.equal(['Trung Mỹ']);
    history.command(chair, 'agenda.begin', { itemId: second.id });
    expect(scriptView(history.state).next).to.equal(undefined);
    expect(scriptView(new History().open().state)).to.deep.equal({ current: undefined, next: undefined });
  });

  it('gives the floor with one key to the next of the script, then to the queue', () => {
    const history = session();
    history.command(trungMy, 'hand.raise', { category: 'speech', subject: '' });
    expect(grantsNext(history)).to.deep.equal({ participantId: tamHong.id });
    history.command(chair, 'script.skip', { itemId: first.id, participantId: tamHong.id });
    history.command(chair, 'script.skip', { itemId: first.id, participantId: trungMy.id });
    expect(grantsNext(history)).to.deep.equal({ participantId: trungMy.id });
  });

  it('is what the chair sees next, before the requests', () => {
    const history = session();
    history.command(trungMy, 'hand.raise', { category: 'question', subject: '' });
    const { first: next, more } = nextSpeakers(history.state);
    expect(next.map(({ participant, hand }) => [participant.name, hand === undefined])).to.deep.equal([
      ['Tam Hồng', true],
      ['Trung Mỹ', true],
    ]);
    expect(more).to.equal(0);
  });

  it('finds invitees by a part of their names or units, without their marks', () => {
    const candidates = ['Xã Tam Hồng', 'Xã Trung Mỹ'].map((siteName) => ({ name: 'Hội trường', siteName }));
    expect(findCandidates(candidates, 'tam hong')).to.deep.equal(candidates.slice(0, 1));
    expect(findCandidates(candidates, '')).to.deep.equal(candidates);
  });
});
