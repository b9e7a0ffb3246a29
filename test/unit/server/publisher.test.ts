import { expect } from 'chai';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { isComing } from '../../../domain/conference/topics/presence.ts';
import { Publisher } from '../../../server/socket/publisher.ts';
import { eventually } from '../../support/eventually.ts';
import { idNamed } from '../../support/conference/conference-history.ts';

const hourMs = 3_600_000;
const about = (seq: number) => ({
  seq,
  at: 0,
  by: null,
  payload: { participantId: idNamed('Tam Hồng') },
});
const returned = (seq: number): LoggedEvent => ({ ...about(seq), type: 'participant.returned' });
const muted = (seq: number): LoggedEvent => ({ ...about(seq), type: 'microphone.muted' });

describe('the publisher', () => {
  const sent: number[][] = [];
  beforeEach(() => void sent.splice(0));
  const told = (events: readonly LoggedEvent[]): void => void sent.push(events.map(({ seq }) => seq));

  it('sends one event at once, and the crowd that follows in one batch', async () => {
    const publisher = new Publisher(told, isComing, { urgentMs: 5, calmMs: 200 });
    publisher.publish([returned(1)]);
    expect(sent).to.deep.equal([[1]]);
    for (let seq = 2; seq <= 100; seq += 1) publisher.publish([returned(seq)]);
    await eventually(() => sent.length > 1, 'the rest to be over');
    expect(sent[1]).to.have.length(99);
  });

  it('delays no urgent event behind joins and departures, and keeps the order', () => {
    const publisher = new Publisher(told, isComing, { urgentMs: 0, calmMs: hourMs });
    publisher.publish([returned(1)]);
    publisher.publish([returned(2)]);
    publisher.publish([returned(3)]);
    expect(sent).to.deep.equal([[1]]);
    publisher.publish([muted(4)]);
    expect(sent).to.deep.equal([[1], [2, 3, 4]]);
    publisher.publish([returned(5)]);
    expect(sent).to.have.length(2);
    publisher.flush();
    expect(sent).to.deep.equal([[1], [2, 3, 4], [5]]);
  });

  it('has at most one timer, which fires at the earliest deadline of the waiting events', async () => {
    const publisher = new Publisher(told, isComing, { urgentMs: 200, calmMs: hourMs });
    publisher.publish([muted(1)]);
    publisher.publish([returned(2)]);
    publisher.publish([muted(3)]);
    publisher.publish([returned(4)]);
    expect(sent).to.deep.equal([[1]]);
    await eventually(() => sent.length > 1, 'the rest to be over');
    expect(sent).to.deep.equal([[1], [2, 3, 4]]);
  });
});
