import { expect } from 'chai';
import { bookAtOnce, heldTwice, soldBeyond } from '../support/booking-writers.ts';
import { onEachDatabase } from './databases.ts';

const writers = 20;
const operationsEach = 12;

onEachDatabase('Twenty who book at once', (database) => {
  it('over few rooms never lock each other out, lose no booking, give no room twice and sell no more than there is', async () => {
    const done = await bookAtOnce(database(), writers, (operations) => operations < operationsEach);
    expect(done).to.have.length(writers * operationsEach);
    const outcomes = done.map(({ outcome }) => outcome);
    expect(outcomes).to.include.members(['kept', 'clash', 'oversold']).and.not.to.include('deadlock');
    expect(await heldTwice(database())).to.deep.equal([]);
    expect(await soldBeyond(database())).to.equal(0);
    // Every meeting that stands holds each of its rooms, and one that is cancelled holds none.
    const invited = await database()
      .selectFrom('meeting as m')
      .innerJoin('invitation as i', 'i.meetingId', 'm.id')
      .leftJoin('booking as b', (join) =>
        join.onRef('b.meetingId', '=', 'm.id').onRef('b.resourceId', '=', 'i.endpointId'),
      )
      .select(['m.state', 'b.meetingId as heldBy'])
      .execute();
    expect(
      invited.filter(({ state, heldBy }) => (state === 'scheduled') !== (heldBy !== null)),
    ).to.deep.equal([]);
  });
});
