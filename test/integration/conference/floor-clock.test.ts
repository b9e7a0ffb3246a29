import { expect } from 'chai';
import { joinResult } from '../../../protocol/commands.ts';
import type { EventPayload, EventType, LoggedEvent } from '../../../protocol/events.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { temporaryFolder } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { startService } from '../../support/service.ts';
import type { Service } from '../../support/service.ts';
import { openSession } from '../../support/conference/session.ts';
import type { Session } from '../../support/conference/session.ts';

/** The shortest possible turn, with a warning three seconds before its end. */
const environment = {
  DIEMCAU_CONFERENCE__FLOOR__TURNS: '5',
  DIEMCAU_CONFERENCE__FLOOR__WARNBEFORES: '3',
};

describe("the floor's clock", function () {
  this.timeout(120_000);
  let service: Service;
  let session: Session;
  let options: Parameters<typeof startService>[0];
  before(async () => {
    options = { folder: await temporaryFolder(), port: await freePort(), environment };
    service = await startService(options);
    session = await openSession(service);
  });
  after(() => service[Symbol.asyncDispose]());

  const first = <T extends EventType>(
    { events }: TestParticipant,
    type: T,
  ): (LoggedEvent & { readonly payload: EventPayload<T> }) | undefined =>
    events.find((event): event is LoggedEvent & { readonly payload: EventPayload<T> } => event.type === type);

  const grant = async (chair: TestParticipant) => {
    chair.events.length = 0;
    const [participantId] = session.endpoints;
    expect(await chair.outcome('floor.grant', { participantId })).to.equal('ok');
    return eventually(() => first(chair, 'floor.granted'), 'the grant to be told');
  };
  const endsAtOf = ({ payload: { endsAt } }: { payload: EventPayload<'floor.granted'> }): number => {
    if (endsAt === null) throw new Error('the turn has no end');
    return endsAt;
  };
  const stateSeenBy = async (participant: TestParticipant): Promise<ConferenceState> => {
    const answer = await participant.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    return result.snapshot;
  };
  /** Kills the service as a power cut would, then starts it again. */
  const restart = async (meanwhile: () => Promise<unknown> = () => Promise.resolve()) => {
    await service.kill();
    await meanwhile();
    service = await startService(options);
  };

  it('warns a speaker, and takes the floor back at the end of the time', async () => {
    using chair = await session.join(session.chair);
    using _hall = await session.join(session.halls[0]);
    const granted = await grant(chair);
    const warned = await eventually(() => first(chair, 'floor.warned'), 'the warning');
    const ended = await eventually(() => first(chair, 'floor.ended'), 'the end');
    // The server makes these events itself, by its own clock.
    expect([warned.by, ended.by]).to.deep.equal([null, null]);
    expect(warned.at).to.be.at.least(granted.at + 2_000);
    expect(ended.at).to.be.at.least(endsAtOf(granted));
    expect(ended.payload).to.include({ reason: 'time', spokenMs: ended.at - granted.at });
    expect((await stateSeenBy(chair)).floor.holder).to.equal(null);
  });

  it('continues after a restart where it was', async () => {
    const { granted, seq } = await (async () => {
      using chair = await session.join(session.chair);
      using _hall = await session.join(session.halls[0]);
      const granted = await grant(chair);
      return { granted, seq: granted.seq };
    })();
    await restart();
    using chair = await session.join(session.chair);
    await eventually(async () => (await stateSeenBy(chair)).floor.holder === null, 'the turn to end');
    const answer = await chair.request('join', { since: seq, roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    if (result.outcome !== 'resumed') throw new Error(result.outcome);
    const byTheClock = result.events.filter(({ type }) => type.startsWith('floor.'));
    expect(byTheClock.map(({ type, by }) => [type, by])).to.deep.equal([
      ['floor.warned', null],
      ['floor.ended', null],
    ]);
    expect(byTheClock.at(-1)?.at).to.be.at.least(endsAtOf(granted));
  });

  it('ends a turn at once whose time ended while the server was down', async () => {
    const granted = await (async () => {
      using chair = await session.join(session.chair);
      using _hall = await session.join(session.halls[0]);
      return await grant(chair);
    })();
    await restart(() => eventually(() => Date.now() > endsAtOf(granted), 'the time to run out'));
    using chair = await session.join(session.chair);
    await eventually(async () => (await stateSeenBy(chair)).floor.holder === null, 'the turn to end');
  });
});
