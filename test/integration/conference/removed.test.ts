import { expect } from 'chai';
import { z } from 'zod';
import { joinResult } from '../../../protocol/commands.ts';
import { type CallerKind, permits } from '../../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { type RouteName, routeNames, routes } from '../../../protocol/rest/routes.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { TestParticipant } from '../../support/conference/participant.ts';
import { plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest, Planner } from '../../support/conference/passes.ts';
import { protocolVersion } from '../../../protocol/socket.ts';
import type { Asked } from '../../support/rest/rest-edge.ts';
import { plans } from '../../support/rest/scope-plans.ts';
import { nowhere, type Target } from '../../support/rest/scope-world.ts';

/** The requests to a route about a meeting, with its id at every place that takes it. */
const askedOf = (name: RouteName, target: Target): readonly Asked[] => {
  const plan = plans[name];
  if ('unasked' in plan) return [];
  return plan.ask(target, 1).filter((asked) => JSON.stringify(asked).includes(target.meeting));
};

describe('a participant that was removed from a meeting', function () {
  this.timeout(120_000);
  let app: App;
  let planner: Planner;
  before(async () => {
    app = await startApp();
    planner = await plannerOf(app.url);
  });
  after(() => app[Symbol.asyncDispose]());

  const enter = async (meetingId: string, guest: Guest): Promise<TestParticipant> => {
    const participant = visitor(app.url, meetingId, guest);
    expect(await participant.door()).to.equal('ok');
    expect(await participant.outcome('join')).to.equal('ok');
    return participant;
  };

  const ask = async (
    { caller }: Guest,
    name: RouteName,
    { params = {}, query = {}, body, bytes, headers }: Asked,
  ): Promise<string> => {
    const route: RouteContract = routes[name];
    const target = new URL(
      route.path.replaceAll(/:(\w+)/g, (_, key: string) => params[key] ?? ''),
      app.url,
    );
    for (const [key, value] of Object.entries(query)) {
      for (const each of [value].flat()) target.searchParams.append(key, each);
    }
    const response = await fetch(target, {
      method: route.method,
      headers: {
        authorization: `Bearer ${caller.accessToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(bytes !== undefined && { body: bytes }),
    });
    const text = await response.text();
    return response.ok ? 'ok' : z.object({ code: z.string() }).parse(JSON.parse(text)).code;
  };

  /** A live meeting with its chair, and one participant of each kind: by invitation, or by its office. */
  const meeting = async () => {
    const meetingId = await planner.opened();
    const [lead, room] = await planner.guests(meetingId, [
      { name: 'Chủ tọa', role: 'chair' },
      { name: 'Hội trường', role: 'secretary' },
    ]);
    if (!lead || !room) throw new Error('two rooms were asked for');
    const official = await planner.account('official');
    await planner.invite(meetingId, [{ ...official, identity: { ...official.identity, role: 'secretary' } }]);
    const guests = {
      device: room,
      official,
      secretariat: await planner.account('secretariat'),
      operator: await planner.account('operator'),
    } as const satisfies Partial<Record<CallerKind, Guest>>;
    return { meetingId, chair: await enter(meetingId, lead), guests };
  };
  const targetOf = async (meetingId: string): Promise<Target> => {
    const { version, siteId, invitations } = await planner.administration.call('meeting.get', {
      params: { meetingId },
    });
    const [invitation] = invitations;
    const documents = await planner.administration.call('document.list', { params: { meetingId } });
    return {
      ...nowhere(),
      meeting: meetingId,
      site: siteId,
      version,
      invitation: invitation?.id ?? '',
      document: documents.documents[0]?.id ?? nowhere().document,
    };
  };

  it('no longer finds it by any route, while it is live and after its end', async () => {
    const { meetingId, chair, guests } = await meeting();
    using _chair = chair;
    const target = await targetOf(meetingId);
    const asking = routeNames.filter((name) => askedOf(name, target).length > 0);
    expect(asking).to.include.members(['meeting.get', 'document.list', 'readiness.get', 'sheet.rollCall']);
    for (const guest of Object.values(guests)) {
      using one = await enter(meetingId, guest);
      expect(await ask(guest, 'meeting.get', { params: { meetingId } })).to.equal('ok');
      const { id } = guest.identity;
      expect(await chair.outcome('participant.remove', { participantId: id, reason: 'Nhầm phòng' })).to.equal(
        'ok',
      );
      await eventually(() => !one.socket.connected, 'its line to be cut');
      expect(one.goodbyes).to.deep.equal(['removed']);
    }
    const findNothing = async (when: string): Promise<void> => {
      for (const kind of ['device', 'official', 'secretariat', 'operator'] as const) {
        const guest = guests[kind];
        for (const name of asking) {
          const expected = permits(routes[name].permission, kind) ? 'not-found' : 'forbidden';
          for (const asked of askedOf(name, target)) {
            expect(await ask(guest, name, asked), `${kind} asks ${name} ${when}`).to.equal(expected);
          }
        }
        const { meetings } = await guest.caller
          .call('meeting.list', { query: {} })
          .catch(() => ({ meetings: [] }));
        expect(meetings.map(({ id }) => id)).not.to.include(meetingId);
      }
      const room = await guests.device.caller.call('room.get', {});
      expect(JSON.stringify(room)).not.to.contain(meetingId);
    };
    await findNothing('while it is live');
    for (const guest of Object.values(guests)) {
      using late = visitor(app.url, meetingId, guest);
      expect(await late.door()).to.equal('ok');
      expect(await late.outcome('join')).to.equal('removed');
    }
    expect(await chair.outcome('conference.end')).to.equal('ok');
    await findNothing('after its end');
  });

  it('waits in the lobby again where it was removed from there, and is admitted when admission opens', async () => {
    const meetingId = await planner.openedBeside({ admission: 'lobby' });
    const [lead, room] = await planner.guests(meetingId, [
      { name: 'Chủ tọa phiên kín', role: 'chair' },
      { name: 'Hội trường phiên kín' },
    ]);
    if (!lead || !room) throw new Error('two rooms were asked for');
    using chair = await enter(meetingId, lead);
    const on = { participantId: room.identity.id };
    const outcomeOf = async (participant: TestParticipant): Promise<string> => {
      const answer = await participant.request('join', { roster: true });
      return answer.ok ? joinResult.parse(answer.result).outcome : answer.error.code;
    };
    {
      using first = visitor(app.url, meetingId, room);
      expect(await first.door()).to.equal('ok');
      expect(await outcomeOf(first)).to.equal('waiting');
      expect(await chair.outcome('participant.remove', on)).to.equal('ok');
      await eventually(() => first.goodbyes.includes('removed'), 'it to be turned away');
    }
    expect(await chair.outcome('participant.readmit', on)).to.equal('ok');
    using again = visitor(app.url, meetingId, room);
    expect(await again.door()).to.equal('ok');
    expect(await outcomeOf(again)).to.equal('waiting');
    expect(await chair.outcome('admission.set', { admission: 'open' })).to.equal('ok');
    await eventually(() => again.admitted === 1, 'it to be let in');
    expect(await outcomeOf(again)).to.equal('joined');
  });

  it('joins again once a moderator allows it, in the role of the plan', async () => {
    const { meetingId, chair, guests } = await meeting();
    using _chair = chair;
    const { device, official } = guests;
    using second = await enter(meetingId, official);
    {
      using room = await enter(meetingId, device);
      const participantId = device.identity.id;
      expect(await second.outcome('participant.readmit', { participantId })).to.equal('not-found');
      expect(await chair.outcome('participant.remove', { participantId })).to.equal('ok');
      await eventually(() => !room.socket.connected, 'its line to be cut');
      expect(await ask(device, 'meeting.join', { params: { meetingId } })).to.equal('not-found');
      expect(await second.outcome('participant.readmit', { participantId })).to.equal('ok');
    }
    const readmitted = () => chair.events.filter(({ type }) => type === 'participant.readmitted');
    await eventually(() => readmitted().length === 1, 'the log to say so');
    expect(readmitted()[0]?.by).to.equal(official.identity.id);
    const token = await device.caller.joinToken(meetingId);
    using back = new TestParticipant(app.url, { version: protocolVersion, token });
    expect(await back.door()).to.equal('ok');
    const answer = await back.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    expect(result).to.have.nested.property('self.role', 'secretary');
  });
});
