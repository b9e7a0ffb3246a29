import { expect } from 'chai';
import { shortcutEffect, shortcutKeys } from '../../../client/state/conference/shortcuts.ts';
import { History, items, participantNamed } from '../../support/conference/conference-history.ts';

const chair = participantNamed('Chủ tịch', 'chair');
const operator = participantNamed('Kỹ thuật', 'operator');
const room = participantNamed('Tam Hồng');

function session(): History {
  const history = new History().open().join(chair, operator, room);
  history.command(chair, 'conference.start');
  return history;
}

const pressed = (history: History, key: string, by = chair) => {
  const effect = shortcutEffect(key, history.state, history.participant(by), history.now);
  return effect?.kind === 'command' ? effect.command : effect;
};

describe('client: the keys of a leader', () => {
  it('give the floor to the next in the queue, and end the turn', () => {
    const history = session();
    expect(pressed(history, shortcutKeys.grantNext)).to.equal(undefined);
    history.command(room, 'hand.raise', { category: 'speech', subject: '' });
    const grant = pressed(history, shortcutKeys.grantNext);
    expect(grant).to.deep.equal({ type: 'floor.grant', payload: { participantId: room.id } });
    expect(pressed(history, shortcutKeys.endTurn)).to.equal(undefined);
    history.command(chair, 'floor.grant', { participantId: room.id });
    expect(pressed(history, shortcutKeys.endTurn)).to.deep.equal({ type: 'floor.revoke', payload: {} });
  });

  it('take the next item of the agenda, until there is none', () => {
    const history = session();
    for (const { id } of items) {
      expect(pressed(history, shortcutKeys.nextItem)).to.deep.equal({
        type: 'agenda.begin',
        payload: { itemId: id },
      });
      history.command(chair, 'agenda.begin', { itemId: id });
    }
    expect(pressed(history, shortcutKeys.nextItem)).to.equal(undefined);
  });

  it('take the last change of the stage back once there is one', () => {
    const history = session();
    expect(pressed(history, shortcutKeys.undo)).to.equal(undefined);
    history.command(chair, 'stage.setLayout', { layout: 'grid' });
    expect(pressed(history, shortcutKeys.undo)).to.deep.equal({ type: 'stage.undo', payload: {} });
  });

  it('mute all only with Shift, and do nothing for any other key', () => {
    const history = session();
    expect(pressed(history, 'M')).to.deep.include({ type: 'participant.mute' });
    expect(pressed(history, 'm')).to.equal(undefined);
    expect(pressed(history, 'Enter')).to.equal(undefined);
  });

  it('do for each role what it may do', () => {
    const history = session();
    history.command(room, 'hand.raise', { category: 'speech', subject: '' });
    history.command(chair, 'stage.setLayout', { layout: 'grid' });
    const done = Object.values(shortcutKeys).filter((key) => pressed(history, key, operator) !== undefined);
    expect(done).to.deep.equal(['?', '/', 'a', 'M']);
  });
});
