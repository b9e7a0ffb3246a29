import { expect } from 'chai';
import { verdictKnown } from '../../../client/state/conference/ballots.ts';
import { isTold, roomPrompts } from '../../../client/state/room/room-prompts.ts';
import { planned } from '../../../domain/conference/state.ts';
import type { Ballot } from '../../../protocol/conference/ballots.ts';
import type { Message } from '../../../protocol/conference/chat.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { justJoined } from '../../support/conference/conference-history.ts';

const minute = 60_000;
const now = 1_000 * minute;

const own: Participant = {
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'endpoint',
  name: 'Điểm cầu xã Trung Mỹ',
  siteId: 'trung-my',
  siteName: 'Xã Trung Mỹ',
  sitePath: [],
  levelId: null,
  role: 'delegate',
  ...justJoined,
};
const message = (id: string, fields: Partial<Message>): Message => ({
  id,
  from: 'chair',
  at: now,
  to: { kind: 'all' },
  text: id,
  documentIds: [],
  announcement: false,
  deleted: false,
  ...fields,
});
const ballot = (id: string, fields: Partial<Ballot>): Ballot => ({
  id,
  question: id,
  kind: 'named',
  quorumPercent: 50,
  bodyVotes: null,
  majority: 'simple',
  lateJoiners: 'excluded',
  chairVotes: true,
  weights: {},
  phase: 'open',
  entitled: { 'trung-my': 1 },
  answered: {},
  box: [],
  openedAt: 1,
  closedAt: null,
  totals: null,
  votes: null,
  ...fields,
});
const toRoom = message('to the room', { to: { kind: 'participant', participantId: own.id } });
const busy: ConferenceState = {
  ...planned,
  phase: 'in-session',
  participants: { [own.id]: { ...own, asked: true } },
  rollCall: { ...planned.rollCall, phase: 'open' },
  ballots: { open: ballot('open', {}), done: ballot('done', { phase: 'published' }) },
  chat: {
    toAll: [message('announced', { announcement: true }), message('to all', {})],
    toSome: [toRoom, message('to moderators', { to: { kind: 'moderators' } })],
  },
};
const named = (
  conference: ConferenceState,
  participant: Participant,
  seen: { closed?: readonly string[]; published?: number } = {},
): readonly string[] =>
  roomPrompts(
    conference,
    participant,
    {
      closed: new Set(seen.closed),
      publishedAtMs: new Map(seen.published === undefined ? [] : [['done', seen.published]]),
    },
    now,
  ).map((prompt) => ('message' in prompt ? prompt.message.id : prompt.kind));

describe('client: prompts in a room', () => {
  it('come one after the other, the most urgent first', () => {
    expect(named(busy, { ...own, asked: true }, { published: now })).to.deep.equal([
      'asked',
      'vote',
      'roll-call',
      'announcement',
      'to the room',
      'to all',
      'result',
    ]);
  });

  it('include the call for a private word, and hold back the request to unmute while one is under way', () => {
    const callerId = '00000000-0000-7000-8000-000000000002';
    const called = (phase: 'offered' | 'on', by = callerId) => ({
      ...planned,
      phase: 'in-session' as const,
      privateWords: { [by]: { callerId: by, participantId: own.id, phase, since: now, wasHeard: false } },
    });
    const asked = { ...own, asked: true };
    expect(named(called('offered'), asked)).to.deep.equal(['asked', 'private-word']);
    expect(named(called('on'), asked)).to.deep.equal([]);
  });

  it('end when they are answered or closed', () => {
    const answered = {
      ...busy,
      rollCall: planned.rollCall,
      ballots: { open: ballot('open', { answered: { 'trung-my': own.id } }) },
    };
    expect(named(answered, own, { closed: ['announced', 'to the room', 'to all'] })).to.deep.equal(['voted']);
  });

  it('end by themselves: a message to all after half a minute, one to the room after ten minutes', () => {
    const chat = (at: number) => ({
      ...planned,
      phase: 'in-session' as const,
      chat: { toAll: [message('to all', { at })], toSome: [{ ...toRoom, at }] },
    });
    expect(named(chat(now - minute), own)).to.deep.equal(['to the room']);
    expect(named(chat(now - 11 * minute), own)).to.deep.equal([]);
  });

  it('include a message to several rooms at a room that leads, which sees all its receivers', () => {
    const toSeveral = (...participantIds: string[]) => ({
      ...planned,
      phase: 'in-session' as const,
      chat: { toAll: [], toSome: [message('to several', { to: { kind: 'participants', participantIds } })] },
    });
    const other = '00000000-0000-7000-8000-000000000002';
    expect(named(toSeveral(other, own.id), own)).to.deep.equal(['to several']);
    expect(named(toSeveral(other), own)).to.deep.equal([]);
  });

  it('show a result for two minutes, and none that was published before the page came', () => {
    const published = { ...planned, ballots: { done: ballot('done', { phase: 'published' }) } };
    expect(named(published, own, { published: now - minute })).to.deep.equal(['result']);
    expect(named(published, own, { published: now - 3 * minute })).to.deep.equal([]);
    expect(named(published, own)).to.deep.equal([]);
  });

  it('only tell and ask nothing where the server cannot be asked', () => {
    const seen = { closed: new Set<string>(), publishedAtMs: new Map([['done', now]]) };
    const prompts = roomPrompts(busy, { ...own, asked: true }, seen, now);
    expect(prompts.filter(isTold).map(({ kind }) => kind)).to.deep.equal([
      'announcement',
      'message',
      'message',
      'result',
    ]);
  });

  it('never show own messages or removed ones', () => {
    const chat = {
      toAll: [message('own', { from: own.id }), message('removed', { deleted: true })],
      toSome: [],
    };
    expect(named({ ...planned, chat }, own)).to.deep.equal([]);
  });
});

describe('client: the verdict of a ballot in a room', () => {
  const totals = { agree: 6, disagree: 2, abstain: 1 };

  it('is known where the body’s votes are, or no quorum is asked for', () => {
    expect(verdictKnown(ballot('b', { totals, bodyVotes: 12 }))).to.equal('carried');
    expect(verdictKnown(ballot('b', { totals, bodyVotes: 30 }))).to.equal('no-quorum');
    expect(verdictKnown(ballot('b', { totals, quorumPercent: 0 }))).to.equal('carried');
    const split = { agree: 2, disagree: 2, abstain: 0 };
    expect(verdictKnown(ballot('b', { totals: split, quorumPercent: 0 }))).to.equal('rejected');
  });

  it('is not guessed from the own unit’s vote alone', () => {
    expect(verdictKnown(ballot('b', { totals }))).to.equal(undefined);
    expect(verdictKnown(ballot('b', {}))).to.equal(undefined);
  });
});
