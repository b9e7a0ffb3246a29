import { expect } from 'chai';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest } from '../../support/conference/passes.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';

/**
 * Two voices and the smallest picture take 125 packets a second; the chair, who may look at the wall, is
 * planned with 875.
 */
const packetsPerS = 1_250;
const most = 10;

describe('admission to a server with full workers', function () {
  this.timeout(60_000);
  let app: App;
  before(async () => {
    app = await startApp({ media: { workers: 1, packetsPerS } });
  });
  after(() => app[Symbol.asyncDispose]());

  it('refuses a participant that does not fit and says why, lets present ones come back, and reopens after a departure', async () => {
    using entered = new DisposableStack();
    const planner = await plannerOf(app.url);
    const meetingId = await planner.opened();
    // Participants that join by office are not planned for.
    const guests: Guest[] = [];
    while (guests.length <= most) guests.push(await planner.account('operator'));
    const knock = async (guest: Guest | undefined): Promise<readonly [TestParticipant, string]> => {
      if (!guest) throw new Error('there is no such guest');
      const participant = entered.use(visitor(app.url, meetingId, guest));
      expect(await participant.door()).to.equal('ok');
      return [participant, await participant.outcome('join')];
    };
    const inside: TestParticipant[] = [];
    for (let index = 0; index < most; index += 1) {
      const [participant, outcome] = await knock(guests[index]);
      expect(outcome).to.equal('ok');
      inside.push(participant);
    }
    const [first] = inside;
    const [late, refusal] = await knock(guests[most]);
    expect(refusal).to.equal('full');
    const answer = await late.request('join', { roster: true });
    expect(answer).to.have.nested.property('error.detail', 'the media workers have no capacity left');

    // A second device of a room that is inside counts as the same room.
    const [, outcome] = await knock(guests[1]);
    expect(outcome).to.equal('ok');
    expect(await first?.outcome('hand.raise')).to.equal('ok');

    first?.[Symbol.dispose]();
    await eventually(async () => (await late.outcome('join')) === 'ok', 'the place to be free');
  });
});
