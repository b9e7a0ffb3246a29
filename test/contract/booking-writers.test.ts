import { expect } from 'chai';
import { bookAtOnce, heldTwice, soldBeyond } from '../support/storage/booking-writers.ts';
import { onEachDatabase } from './databases.ts';

const writers = 20;
const operationsEach = 12;

onEachDatabase('Twenty concurrent writers of bookings', (database) => {
  it('never deadlock over few rooms, lose no booking, book no room twice and sell no more than the capacity', async () => {
    const done = await bookAtOnce(database(), writers, (operations) => operations < operationsEach);
    expect(done).to.have.length(writers * operationsEach);
    const outcomes = done.map(({ outcome }) => outcome);
    expect(outcomes).to.include.members(['kept', 'clash', 'oversold']).and.not.to.include('deadlock');
    expect(await heldTwice(database())).to.deep.equal([]);
    expect(await soldBeyond(database())).to.equal(0);
    // Every active meeting holds each of its rooms, and a cancelled one holds none.
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
