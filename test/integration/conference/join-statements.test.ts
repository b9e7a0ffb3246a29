import { expect } from 'chai';
import type { App } from '../../../server/app.ts';
import { doorRestMs } from '../../../server/scheduling/access/door.ts';
import { protocolVersion } from '../../../protocol/socket.ts';
import { startApp } from '../../support/app.ts';
import { TestParticipant } from '../../support/conference/participant.ts';
import { plannerOf } from '../../support/conference/passes.ts';
import type { Guest, Planner } from '../../support/conference/passes.ts';
import { statementsOf } from '../../support/storage/statements.ts';

const session = 'select * from "session" wh';
const endpoint = 'select "endpoint".*, "site';
const standing = 'with recursive claimant as';
const facts = 'with owned as ( select epo';

describe('the statements to join a conference', function () {
  this.timeout(180_000);
  let app: App;
  let planner: Planner;
  let meetingId: string;
  let rooms: readonly Guest[];

  before(async () => {
    app = await startApp();
    planner = await plannerOf(app.url);
    meetingId = await planner.opened();
    rooms = await planner.guests(
      meetingId,
      Array.from({ length: 50 }, (_, index) => ({ name: `xã ${index}` })),
    );
  });
  after(() => app[Symbol.asyncDispose]());

  const enter = (token: string): TestParticipant =>
    new TestParticipant(app.url, { version: protocolVersion, token });
  const passOf = ({ caller }: Guest): Promise<string> => caller.joinToken(meetingId);

  it('are three for a pass, one at the socket, and one for the seat', async () => {
    const [room] = rooms;
    if (!room) throw new Error('there is no room');
    let token = '';
    expect(await statementsOf(async () => (token = await passOf(room)))).to.deep.equal([
      session,
      endpoint,
      standing,
    ]);
    using participant = enter(token);
    expect(await statementsOf(() => participant.door())).to.deep.equal([standing]);
    expect(await statementsOf(() => participant.outcome('join'))).to.deep.equal([facts]);
  });

  it('are not more for fifty requests for passes in one turn', async () => {
    const { sessions } = app.identity;
    const callers = await Promise.all(rooms.map(({ caller }) => sessions.authenticate(caller.accessToken)));
    const authenticated = await statementsOf(() =>
      Promise.all(rooms.map(({ caller }) => sessions.authenticate(caller.accessToken))),
    );
    expect(authenticated).to.deep.equal([session, endpoint]);
    const passes = await statementsOf(() =>
      Promise.all(
        callers.map((caller) => {
          if (caller.kind === 'restricted') throw new Error('a room has nothing due');
          return app.scheduling.attending.join(meetingId, caller);
        }),
      ),
    );
    expect(passes).to.deep.equal([standing]);
  });

  it('are at the socket one for each pause, for any number of joins', async () => {
    const tokens = await Promise.all(rooms.map(passOf));
    const participants: TestParticipant[] = [];
    const begunMs = performance.now();
    const doors = await statementsOf(async () => {
      participants.push(...tokens.map(enter));
      const outcomes = await Promise.all(participants.map((participant) => participant.door()));
      expect(new Set(outcomes)).to.deep.equal(new Set(['ok']));
    });
    const rests = (performance.now() - begunMs) / doorRestMs;
    expect(new Set(doors)).to.deep.equal(new Set([standing]));
    // One at once, and one more when a timer fires early.
    expect(doors.length).to.be.at.most(rests + 2);
    const seats = await statementsOf(() =>
      Promise.all(participants.map((participant) => participant.outcome('join'))),
    );
    expect(new Set(seats)).to.deep.equal(new Set([facts]));
    for (const participant of participants) participant[Symbol.dispose]();
  });

  it('include no work on passwords: a room shows that it was paired, with no slow computation', async () => {
    const worked = async (): Promise<string> => {
      const metrics = await (await fetch(`http://${app.operations}/metrics`)).text();
      return metrics
        .split('\n')
        .filter((line) => line.startsWith('diemcau_work_duration_seconds_count'))
        .join('\n');
    };
    const before = await worked();
    expect(before).to.match(/password/);
    const [room] = await planner.rooms([{ name: 'xã muộn' }]);
    if (!room) throw new Error('there is no room');
    await planner.invite(meetingId, [room]);
    using participant = enter(await passOf(room));
    expect(await participant.door()).to.equal('ok');
    expect(await participant.outcome('join')).to.equal('ok');
    expect(await worked()).to.equal(before);
  });
});
