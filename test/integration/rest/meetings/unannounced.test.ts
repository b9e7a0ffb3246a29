import { expect } from 'chai';
import { type MeetingAction, transition, transitions } from '../../../../domain/schedule/transitions.ts';
import { documentView } from '../../../../protocol/rest/meetings/documents.ts';
import {
  meetingDetail,
  type MeetingDetail,
  meetingList,
  type MeetingState,
} from '../../../../protocol/rest/meetings/meetings.ts';
import { type RouteName, routeNames, routes } from '../../../../protocol/rest/routes.ts';
import { seriesView } from '../../../../protocol/rest/meetings/series.ts';
import { covered } from '../../../support/storage/covered.ts';
import { startPostgres } from '../../../support/storage/database.ts';
import {
  type Asked,
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { plans } from '../../../support/rest/scope-plans.ts';
import { nowhere, png, type Target } from '../../../support/rest/scope-world.ts';

type Steps = readonly MeetingAction[];

const isAction = (name: string): name is MeetingAction => Object.hasOwn(transitions, name);
const actions = Object.keys(transitions).filter(isAction);

/**
 * Yields every path of a meeting from its draft, with each state on it; no step occurs twice. After
 * `schedule` the paths are the same with and without approval, so with approval they only cancel.
 */
function* walks(needsApproval: boolean, state: MeetingState = 'draft', steps: Steps = []): Generator<Steps> {
  yield steps;
  for (const action of actions) {
    if (steps.includes(action)) continue;
    if (needsApproval && steps.includes('schedule') && action !== 'cancel') continue;
    const by = transitions[action].by[0] ?? 'people';
    const to = transition({ state, needsApproval }, action, by);
    if (to !== undefined) yield* walks(needsApproval, to, [...steps, action]);
  }
}

/** The transitions that people request; the clock and conferences make the others. */
const asking: Partial<Record<MeetingAction, RouteName>> = {
  submit: 'meeting.submit',
  approve: 'meeting.approve',
  'send-back': 'meeting.sendBack',
  schedule: 'meeting.schedule',
  open: 'meeting.open',
  cancel: 'meeting.cancel',
};

/** All routes for a meeting by its id. */
const ofMeetings = routeNames.filter((name) => routes[name].path.includes(':meetingId'));

describe('REST: a meeting that was never announced', function () {
  this.timeout(300_000);
  let edge: RestEdge;
  let province: Province;
  let feeds: readonly string[];
  let hours = 0;
  before(async () => {
    const postgres = await startPostgres();
    edge = await startRestEdge({ databaseUrl: await postgres.freshDatabase() });
    province = await populate(edge);
    const { official, hall, secretariat } = province.lapThach;
    const made = [
      await edge.ask('feed.create', { as: official.token }),
      await edge.ask('feed.createForEndpoint', {
        as: secretariat.token,
        params: { endpointId: hall.id },
      }),
    ];
    feeds = made.map(({ body }) => /\/calendar\/(.*)\.ics/.exec(JSON.stringify(body))?.[1] ?? '');
  });
  after(() => edge.close());

  const detail = (name: RouteName, asked: Asked): Promise<MeetingDetail> =>
    edge.get(meetingDetail, name, asked);
  const stored = async (id: string) => {
    const meeting = await edge.repositories.meetings.byId(id);
    if (meeting === undefined) throw new Error('there is no such meeting');
    return meeting;
  };
  const planner = () => province.yenLac.secretariat.token;

  /** A meeting of Yên Lạc with a document, which invites a hall and an official of Lập Thạch. */
  const draft = async (needsApproval: boolean): Promise<Target & { readonly word: string }> => {
    const word = `Khuất ${(hours += 1)}.`;
    const startsAtMs = edge.clock.now + hours * 60 * minute;
    const { id, version } = await detail('meeting.create', {
      as: planner(),
      body: {
        title: word,
        description: word,
        agenda: [{ title: word }],
        siteId: province.yenLac.site,
        startsAtMs,
        endsAtMs: startsAtMs + 30 * minute,
        needsApproval,
      },
    });
    const { hall, official } = province.lapThach;
    const { invitations } = await detail('meeting.invite', {
      as: province.administrator.token,
      params: { meetingId: id },
      headers: { 'if-match': `"${version}"` },
      body: {
        invitations: [
          { kind: 'endpoint', inviteeId: hall.id, role: 'delegate' },
          { kind: 'account', inviteeId: official.id, role: 'chair' },
        ],
      },
    });
    const paper = await edge.get(documentView, 'document.upload', {
      as: planner(),
      params: { meetingId: id },
      query: { name: `${word}png` },
      bytes: png,
    });
    return {
      ...nowhere(),
      word,
      meeting: id,
      endpoint: hall.id,
      account: official.id,
      document: paper.id,
      invitation: invitations.find(({ kind }) => kind === 'endpoint')?.id ?? '',
    };
  };

  const take = async ({ meeting, word }: { meeting: string; word: string }, action: MeetingAction) => {
    const before = await stored(meeting);
    const { id, version } = before;
    const name = asking[action];
    if (name === undefined) {
      await edge.repositories.meetings.update(
        covered(before),
        { state: transitions[action].to },
        { atMs: edge.clock.now },
      );
      return;
    }
    const as = action === 'approve' || action === 'send-back' ? province.administrator.token : planner();
    const body = action === 'cancel' || action === 'send-back' ? { reason: word } : undefined;
    await edge.get(meetingDetail, name, {
      as,
      params: { meetingId: id },
      headers: { 'if-match': `"${version}"` },
      ...(body && { body }),
    });
  };

  /** The answers of each route about a meeting, without its ids. */
  const saidOf = async (name: RouteName, target: Target, as: string): Promise<readonly string[]> => {
    const plan = plans[name];
    if (!('ask' in plan)) throw new Error(`${name} is not planned`);
    const said: string[] = [];
    for (const asked of plan.ask(target, 0)) {
      const { status, body } = await edge.ask(name, { ...asked, as });
      said.push(`${status} ${JSON.stringify(body)}`.replaceAll(target.meeting, '…'));
    }
    return said;
  };

  const ofNone = new Map<string, Promise<readonly string[]>>();
  /** Expects every route to answer as for a meeting that does not exist. */
  const isNone = async (target: Target, as: string): Promise<void> => {
    const none = { ...nowhere(), endpoint: target.endpoint, account: target.account };
    for (const name of ofMeetings) {
      const key = `${name} ${as}`;
      const expected = ofNone.get(key) ?? saidOf(name, none, as);
      ofNone.set(key, expected);
      expect(await saidOf(name, target, as), name).to.deep.equal(await expected);
    }
  };

  /** All lists and documents that a caller reads without naming a meeting. */
  const readBy = async (as: string, word: string): Promise<string> => {
    const span = { fromMs: `${edge.clock.now}`, toMs: `${edge.clock.now + 30 * 24 * 60 * minute}` };
    const lists: readonly [RouteName, Asked][] = [
      ['meeting.list', { query: { limit: '1000' } }],
      ['meeting.list', { query: { q: word } }],
      ['meeting.list', { query: { states: 'cancelled', limit: '1000' } }],
      ['meeting.list', { query: { approval: 'pending' } }],
      ['sheet.meetings', { query: { format: 'csv' } }],
      ['room.get', {}],
      ['booking.freeBusy', { query: span }],
      ['sheet.bookings', { query: { ...span, format: 'csv' } }],
      ['rehearsal.history', { params: { endpointId: province.lapThach.hall.id } }],
      ['sheet.rehearsals', { params: { endpointId: province.lapThach.hall.id }, query: { format: 'csv' } }],
      ['template.list', {}],
      ['audit.list', {}],
    ];
    const answers = [];
    for (const [name, asked] of lists) answers.push((await edge.ask(name, { ...asked, as })).body);
    return JSON.stringify(answers);
  };

  const feedsRead = async (): Promise<readonly string[]> => {
    const texts = [];
    for (const secret of feeds) {
      texts.push(String((await edge.ask('feed.read', { params: { secret } })).body));
    }
    return texts;
  };

  /** Checks on every way who sees the meeting. */
  const judge = async (target: Target & { readonly word: string }, isAnnounced: boolean): Promise<void> => {
    const { word, meeting: meetingId } = target;
    const { official, hall, secretariat } = province.lapThach;
    const params = { meetingId };
    const { state, version, startsAtMs, endsAtMs } = await stored(meetingId);
    const current = { ...target, version };

    for (const as of [official.token, hall.token]) {
      if (isAnnounced) {
        expect(await detail('meeting.get', { as, params })).to.deep.include({ title: word, state });
        expect((await edge.ask('document.list', { as, params })).status).to.equal(200);
        expect((await edge.ask('invitation.see', { as, params })).status).to.equal(200);
      } else {
        await isNone(current, as);
      }
      const { meetings } = await edge.get(meetingList, 'meeting.list', { as, query: { limit: '1000' } });
      expect(meetings.some(({ id }) => id === meetingId)).to.equal(isAnnounced);
      if (!isAnnounced) {
        expect(await readBy(as, word))
          .not.to.include(word)
          .and.not.to.include(meetingId);
      }
    }
    for (const text of await feedsRead()) expect(text.includes(word)).to.equal(isAnnounced);

    // Planners of the invited unit are not invited themselves.
    expect((await edge.ask('meeting.get', { as: secretariat.token, params })).code).to.equal('not-found');
    expect(await readBy(secretariat.token, word))
      .not.to.include(word)
      .and.not.to.include(meetingId);
    if (!isAnnounced) await isNone(current, secretariat.token);
    const wish = { startsAtMs, endsAtMs, inviteeIds: [hall.id], exceptMeetingId: nowhere().meeting };
    const clashes = await edge.ask('booking.check', { as: secretariat.token, body: wish });
    expect(JSON.stringify(clashes.body)).not.to.include(word).and.not.to.include(meetingId);

    // By letter, by the link of a letter, and at the socket.
    const { token } = edge.tokens.issueReply(meetingId, target.invitation, endsAtMs);
    const linked = await edge.ask('reply.linked', { params: { token } });
    expect(linked.status === 200, 'the link of a letter').to.equal(isAnnounced);
    const tells = ['scheduled', 'rehearsal-open', 'live', 'cancelled'].includes(state) && isAnnounced;
    const awaiting = await edge.repositories.announcements.awaiting(edge.clock.now);
    expect(awaiting.includes(meetingId), 'letters').to.equal(tells);
    const admitted = await edge.doorkeeper(meetingId, [
      { id: official.id, kind: 'account', sessionId: null },
      { id: hall.id, kind: 'device', sessionId: null },
    ]);
    expect(admitted.map(({ ok }) => ok)).to.deep.equal([isAnnounced, isAnnounced]);

    // The planners still see everything.
    for (const as of [planner(), province.administrator.token]) {
      expect(await detail('meeting.get', { as, params })).to.deep.include({ title: word, state });
      expect((await edge.ask('meeting.history', { as, params })).status).to.equal(200);
      expect(await readBy(as, word)).to.include(word);
    }
  };

  for (const needsApproval of [false, true]) {
    for (const steps of walks(needsApproval)) {
      const isAnnounced = steps.includes('schedule');
      it(`${isAnnounced ? 'is not one' : 'stays between its planners'} after ${['draft', ...steps].join(', ')}`, async () => {
        const target = await draft(needsApproval);
        for (const step of steps) await take(target, step);
        await judge(target, isAnnounced);
        const left = await stored(target.meeting);
        if (left.state !== 'cancelled') {
          // Frees the rooms for the next test.
          await edge.repositories.meetings.update(
            covered(left),
            { state: 'cancelled' },
            { atMs: edge.clock.now },
          );
        }
      });
    }
  }

  for (const isAnnounced of [false, true]) {
    it(`is each of a series that was cancelled ${isAnnounced ? 'after' : 'before'} it was scheduled`, async () => {
      const target = await draft(false);
      if (isAnnounced) await take(target, 'schedule');
      const headers = async () => ({ 'if-match': `"${(await stored(target.meeting)).version}"` });
      const asked = { as: planner(), params: { meetingId: target.meeting } };
      const { occurrences } = await edge.get(seriesView, 'series.create', {
        ...asked,
        headers: await headers(),
        body: { rule: 'FREQ=WEEKLY;COUNT=2' },
      });
      await detail('meeting.cancel', {
        ...asked,
        headers: await headers(),
        query: { reach: 'all' },
        body: { reason: target.word },
      });
      expect(occurrences).to.have.length(2);
      for (const { id } of occurrences) {
        const { invitations, state } = await stored(id);
        expect(state).to.equal('cancelled');
        const invitation = invitations.find(({ endpointId }) => endpointId !== null)?.id ?? '';
        await judge({ ...target, meeting: id, invitation }, isAnnounced);
      }
    });
  }
});
