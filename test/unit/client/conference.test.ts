import { expect } from 'chai';
import { ConferenceStore } from '../../../client/state/conference/conference.ts';
import type { Channel, Farewell, MediaPort } from '../../../client/state/conference/conference.ts';
import type { Ask } from '../../../client/signaling/requests.ts';
import { abridged, abridgedNews, changesFrom } from '../../../domain/conference/abridged.ts';
import { replay } from '../../../domain/conference/evolve.ts';
import { planned } from '../../../domain/conference/state.ts';
import type { JoinResult } from '../../../protocol/commands.ts';
import { type ErrorCode, wireError } from '../../../protocol/errors.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { ConferenceEvent, EventPayload, LoggedEvent } from '../../../protocol/events.ts';
import type { JoinedMedia } from '../../../protocol/media.ts';
import { eventually } from '../../support/eventually.ts';

const identity = (n: number, role: Identity['role'] = 'delegate'): Identity => ({
  id: `00000000-0000-7000-8000-00000000000${n}`,
  kind: 'endpoint',
  name: `Điểm cầu ${n}`,
  siteId: null,
  siteName: 'Huyện Yên Lạc',
  sitePath: [],
  levelId: null,
  role,
});
const chair = identity(1, 'chair');
const self = identity(2);
const media: JoinedMedia = {
  routerRtpCapabilities: {},
  encodings: { camera: [], screen: [] },
};

const opened: EventPayload<'conference.opened'> = {
  title: 'Họp',
  classification: 'unclassified',
  admission: 'open',
  needsChair: false,
  startsAt: 0,
  endsAt: 0,
  agenda: [],
  microphonePolicy: 'floor',
  floor: planned.floor.settings,
};

/** The log of a conference that both have joined; `seq` is the position of each event, from 1. */
const log: readonly LoggedEvent[] = numbered([
  { type: 'conference.opened', payload: opened },
  { type: 'participant.joined', payload: { identity: chair, microphone: 'open' } },
  { type: 'participant.joined', payload: { identity: self, microphone: 'muted' } },
  { type: 'microphone.opened', payload: { participantId: self.id } },
  { type: 'microphone.held', payload: { participantIds: [self.id] } },
  { type: 'microphone.asked', payload: { participantId: self.id } },
]);

function numbered(events: readonly ConferenceEvent[], from = 1): readonly LoggedEvent[] {
  return events.map((event, index) => ({ ...event, seq: from + index, at: 1000 + index, by: null }));
}
const after = (seq: number): readonly LoggedEvent[] => log.filter((event) => event.seq > seq);
const snapshotAt = (seq: number) =>
  ({
    outcome: 'joined' as const,
    self,
    snapshot: replay(log.slice(0, seq)),
    present: 2,
    media,
  }) satisfies JoinResult;
const resumedAfter = (seq: number): JoinResult => ({
  outcome: 'resumed',
  self,
  events: [...after(seq)],
  media,
});

/** A server with a scripted answer for each request; records requests and media calls in order. */
class ScriptedServer implements Channel {
  readonly happened: string[] = [];
  readonly #answers: ((answer: JoinResult | ErrorCode) => void)[] = [];

  readonly request: Ask = (type, payload) => {
    this.happened.push(`${type} ${JSON.stringify(payload)}`);
    return new Promise((resolve) => {
      this.#answers.push((answer) => {
        if (typeof answer === 'string') resolve({ ok: false, error: { code: answer } });
        // The store itself parses the answer, so the script need not match type and result for the compiler.
        else resolve(JSON.parse(JSON.stringify({ ok: true, seq: 0, result: answer })));
      });
    });
  };

  restart(): void {
    this.happened.push('restart');
  }

  close(): void {
    this.happened.push('close');
  }

  /** Answers the oldest open request. */
  answer(answer: JoinResult | ErrorCode): void {
    const answerOldest = this.#answers.shift();
    expect(answerOldest, 'a request is open').to.be.a('function');
    answerOldest?.(answer);
  }
}

class WatchedMedia implements MediaPort {
  readonly happened: string[] = [];
  open(): Promise<void> {
    this.happened.push('open');
    return Promise.resolve();
  }
  update(): Promise<void> {
    this.happened.push('update');
    return Promise.resolve();
  }
  held(): undefined {
    return undefined;
  }

  suspend(): void {
    this.happened.push('suspend');
  }
  lost(): void {
    this.happened.push('lost');
  }
  moving(): void {
    this.happened.push('moving');
  }
  stopped(): void {
    this.happened.push('stopped');
  }
  close(): void {
    this.happened.push('close');
  }
}

function start(withRoster = true): {
  server: ScriptedServer;
  media: WatchedMedia;
  store: ConferenceStore;
} {
  const server = new ScriptedServer();
  const media = new WatchedMedia();
  return { server, media, store: new ConferenceStore(server, media, { withRoster }) };
}

async function joinedAt(seq: number): Promise<ReturnType<typeof start>> {
  const started = start();
  started.store.connected();
  started.server.answer(snapshotAt(seq));
  await standing(started.store, 'joined');
  return started;
}

const standing = (store: ConferenceStore, kind: string): Promise<unknown> =>
  eventually(() => store.standing.value.kind === kind, `the page is at ${kind}`);

/** For each refusal of a page in a meeting: it tries again, or leaves with this farewell. */
const ends: Readonly<Record<ErrorCode, Farewell | 'again'>> = {
  'token-expired': 'again',
  'second-factor-locked': 'again',
  'too-many-attempts': 'again',
  'request-too-slow': 'again',
  'too-many-uploads': 'again',
  'too-many-letters': 'again',
  internal: 'again',
  unavailable: 'again',
  timeout: 'again',
  'not-live': 'again',
  elsewhere: 'again',
  'not-admitted': 'again',
  'chair-absent': 'again',
  'room-away': 'again',
  locked: 'again',
  full: 'again',
  'too-fast': 'again',
  'invalid-request': 'outdated',
  unauthenticated: 'signed-out',
  forbidden: 'refused',
  'account-not-secured': 'refused',
  'confirmation-required': 'refused',
  'not-found': 'refused',
  conflict: 'refused',
  clash: 'refused',
  'no-capacity': 'refused',
  'series-too-large': 'refused',
  'wrong-phase': 'refused',
  misdirected: 'refused',
  'version-changed': 'refused',
  'version-required': 'refused',
  'wrong-password': 'refused',
  'password-common': 'refused',
  'password-pattern': 'refused',
  'password-personal': 'refused',
  'password-unchanged': 'refused',
  'wrong-proof': 'refused',
  'payload-too-large': 'refused',
  'headers-too-large': 'refused',
  'unsupported-type': 'refused',
  'no-picture': 'refused',
  removed: 'removed',
  'not-cleared': 'not-cleared',
  'not-invited': 'not-invited',
  'microphone-held': 'refused',
  'locked-by-moderator': 'refused',
  'budget-spent': 'refused',
  'roll-call-closed': 'refused',
  'ballot-phase': 'refused',
  'too-few-votes': 'refused',
  'not-entitled': 'refused',
  'voted-already': 'refused',
  'extension-refused': 'refused',
  moved: 'moved',
  'seat-taken-over': 'seat-taken-over',
};

describe('client: conference store', () => {
  it('joins without a number, takes the snapshot and folds the events that follow', async () => {
    const { server, media, store } = await joinedAt(3);
    expect(server.happened).to.deep.equal(['join {"roster":true}']);
    expect(media.happened).to.deep.equal(['open']);
    store.events(after(3));
    expect(store.conference.value).to.deep.equal(replay(log));
    expect(store.own.value).to.include({ microphone: 'muted', asked: true });
  });

  it('applies no event twice', async () => {
    const { store } = await joinedAt(5);
    store.events(log);
    expect(store.conference.value).to.deep.equal(replay(log));
  });

  it('fills a gap by joining again from the last number it has', async () => {
    const { server, store } = await joinedAt(3);
    store.events(after(5));
    expect(store.conference.value.seq).to.equal(3);
    expect(server.happened).to.deep.equal(['join {"roster":true}', 'join {"since":3,"roster":true}']);
    server.answer(resumedAfter(3));
    await eventually(() => store.conference.value.seq === 6, 'the gap is filled');
    expect(store.conference.value).to.deep.equal(replay(log));
  });

  it('keeps events that arrive before the answer to its join', async () => {
    const { server, store } = start();
    store.connected();
    store.events(after(3));
    expect(store.conference.value.seq).to.equal(0);
    server.answer(snapshotAt(3));
    await eventually(() => store.conference.value.seq === 6, 'the early events are folded');
  });

  it('keeps showing the conference while the connection is lost, then resumes and reopens its media', async () => {
    const { server, media, store } = await joinedAt(3);
    store.lost();
    expect(store.standing.value.kind).to.equal('reconnecting');
    expect(store.own.value?.id).to.equal(self.id);
    expect(store.failed({ code: 'unavailable' })).to.equal(true);
    expect(store.standing.value.kind).to.equal('reconnecting');
    store.connected();
    server.answer(resumedAfter(3));
    await standing(store, 'joined');
    expect(server.happened).to.deep.equal(['join {"roster":true}', 'join {"since":3,"roster":true}']);
    expect(media.happened).to.deep.equal(['open', 'suspend', 'open']);
    expect(store.conference.value).to.deep.equal(replay(log));
  });

  it('takes a snapshot where the server no longer has the events since', async () => {
    const { server, store } = await joinedAt(3);
    store.lost();
    store.connected();
    server.answer(snapshotAt(6));
    await eventually(() => store.conference.value.seq === 6, 'the snapshot is taken');
  });

  it('waits in the lobby and joins when it is admitted', async () => {
    const { server, media, store } = start();
    store.connected();
    server.answer({ outcome: 'waiting', self, title: 'Họp', awaitsChair: true });
    await standing(store, 'lobby');
    expect(store.conference.value).to.include({ title: 'Họp' });
    expect(store.standing.value).to.include({ awaitsChair: true });
    store.lobby({ awaitsChair: false });
    expect(store.standing.value).to.include({ kind: 'lobby', awaitsChair: false });
    expect(media.happened).to.deep.equal([]);
    store.admitted();
    server.answer(snapshotAt(3));
    await standing(store, 'joined');
    expect(server.happened).to.deep.equal(['join {"roster":true}', 'join {"roster":true}']);
  });

  for (const code of ['locked', 'full', 'not-live', 'timeout'] as const) {
    it(`tries again when its join is refused with ${code}`, async () => {
      const { server, store } = start();
      store.connected();
      server.answer(code);
      await standing(store, 'held-off');
      expect(store.standing.value).to.deep.equal({ kind: 'held-off', code });
      expect(server.happened).to.deep.equal(['join {"roster":true}', 'restart']);
    });
  }

  for (const [code, farewell] of Object.entries(ends)) {
    if (farewell === 'again') {
      it(`comes back after ${code}`, async () => {
        const { media, store } = await joinedAt(3);
        expect(store.failed(wireError.parse({ code }))).to.equal(true);
        expect(store.standing.value).to.deep.equal({ kind: 'reconnecting' });
        expect(media.happened).to.deep.equal(['open']);
      });
      continue;
    }
    it(`gives up on ${code}`, async () => {
      const { server, media, store } = await joinedAt(3);
      expect(store.failed(wireError.parse({ code }))).to.equal(false);
      expect(store.standing.value).to.deep.equal({ kind: 'over', farewell });
      expect(server.happened.at(-1)).to.equal('close');
      expect(media.happened).to.deep.equal(['open', 'close']);
      store.lost();
      expect(store.standing.value.kind).to.equal('over');
    });
  }

  it('asks for the roster once its participant is the chair, and no longer after that', async () => {
    const { server, store } = start(false);
    const snapshot = abridged(replay(log.slice(0, 3)), self);
    const answer = { outcome: 'joined' as const, self, snapshot, present: 2, media };
    store.connected();
    server.answer(answer);
    await standing(store, 'joined');
    const given = (role: 'chair' | 'delegate', seq: number): void =>
      store.events(numbered([{ type: 'role.given', payload: { participantId: self.id, role } }], seq));
    given('chair', 4);
    server.answer({ ...answer, snapshot: store.conference.value });
    given('delegate', 5);
    expect(server.happened).to.deep.equal(['join {}', 'join {"roster":true}']);
    await eventually(() => server.happened.length === 3, 'the page to join once more');
    expect(server.happened.at(-1)).to.equal('join {}');
  });

  it('asks a second time where the answer says that its participant is the chair', async () => {
    const { server, store } = start(false);
    store.connected();
    server.answer({ outcome: 'joined', self: chair, snapshot: replay(log), present: 2, media });
    await standing(store, 'joined');
    await eventually(() => server.happened.length === 2, 'the second join');
    expect(server.happened).to.deep.equal(['join {}', 'join {"roster":true}']);
    server.answer({ outcome: 'joined', self: chair, snapshot: replay(log), present: 2, media });
    store.events(numbered([{ type: 'conference.locked', payload: {} }], 7));
    await eventually(() => store.conference.value.locked, 'the event to be folded');
    expect(server.happened.length).to.equal(2);
  });

  it('ends with the conference, and a later farewell does not reopen it', async () => {
    const { store } = await joinedAt(6);
    store.events(numbered([{ type: 'conference.ended', payload: { reason: 'moderator' } }], 7));
    expect(store.standing.value).to.deep.equal({ kind: 'over', farewell: 'ended' });
    expect(store.failed({ code: 'not-live' })).to.equal(false);
  });

  it('learns from a missed event that it was removed', async () => {
    const { server, store } = await joinedAt(6);
    store.lost();
    store.connected();
    const removed = numbered(
      [{ type: 'participant.removed', payload: { participantId: self.id, reason: '' } }],
      7,
    );
    server.answer({ outcome: 'resumed', self, events: [...removed], media });
    await standing(store, 'over');
    expect(store.standing.value).to.deep.equal({ kind: 'over', farewell: 'removed' });
  });

  it('leaves for the conference that a moderator names, and stays gone when the farewell follows', async () => {
    const { server, media, store } = await joinedAt(3);
    store.moved(chair.id);
    expect(store.standing.value).to.deep.equal({ kind: 'over', farewell: 'moved', to: chair.id });
    expect(server.happened.at(-1)).to.equal('close');
    expect(media.happened).to.deep.equal(['open', 'close']);
    expect(store.failed({ code: 'moved' })).to.equal(false);
    expect(store.standing.value).to.deep.equal({ kind: 'over', farewell: 'moved', to: chair.id });
  });

  it('reconnects after it was too fast, and shows that refusal', async () => {
    const { store } = await joinedAt(3);
    expect(store.failed({ code: 'too-fast' })).to.equal(true);
    store.lost();
    expect(store.standing.value.kind).to.equal('reconnecting');
    expect(store.refusal.value?.code).to.equal('too-fast');
  });

  it('takes a whole snapshot when its own role has changed, since it may see more or less now', async () => {
    const { server, store } = await joinedAt(6);
    const given = numbered(
      [{ type: 'role.given', payload: { participantId: self.id, role: 'secretary' } }],
      7,
    );
    store.events(given);
    expect(store.own.value?.role).to.equal('secretary');
    expect(server.happened).to.deep.equal(['join {"roster":true}', 'join {"roster":true}']);
    server.answer({
      ...snapshotAt(6),
      self: { ...self, role: 'secretary' },
      snapshot: replay([...log, ...given]),
    });
    await eventually(() => store.identity.value?.role === 'secretary', 'the snapshot is taken');
    store.events(numbered([{ type: 'conference.started', payload: {} }], 8));
    expect(server.happened).to.deep.equal(['join {"roster":true}', 'join {"roster":true}']);
  });

  it('does not join again when the role of another participant has changed', async () => {
    const { server, store } = await joinedAt(6);
    store.events(
      numbered([{ type: 'role.given', payload: { participantId: chair.id, role: 'delegate' } }], 7),
    );
    expect(server.happened).to.deep.equal(['join {"roster":true}']);
  });

  it('tells its media when the server has lost, moves or stops them', async () => {
    const { media, store } = await joinedAt(3);
    store.mediaLost();
    expect(media.happened).to.deep.equal(['open', 'lost']);
    store.mediaMoving();
    store.mediaStopped({ source: 'microphone', againInMs: 0 });
    expect(media.happened).to.deep.equal(['open', 'lost', 'moving', 'stopped']);
  });

  it('shows why a command was refused', async () => {
    const { server, store } = await joinedAt(5);
    const asked = store.command('microphone.open', {});
    server.answer('microphone-held');
    expect(await asked).to.equal(false);
    expect(store.refusal.value?.code).to.equal('microphone-held');
    store.forgetRefusal();
    expect(store.refusal.value).to.equal(undefined);
  });

  it('without the roster knows the people that the server introduces, and how many are present', async () => {
    const { server, store } = start(false);
    store.connected();
    expect(server.happened).to.deep.equal(['join {}']);
    const whole = replay(log.slice(0, 3));
    server.answer({ outcome: 'joined', self, snapshot: abridged(whole, self), present: 2, media });
    await standing(store, 'joined');
    const other = { ...identity(3), siteId: identity(4).id };
    const events = numbered(
      [
        { type: 'participant.joined', payload: { identity: other, microphone: 'muted' } },
        { type: 'floor.granted', payload: { participantId: other.id, endsAt: null } },
      ],
      4,
    );
    const news = abridgedNews(changesFrom(whole, events)).forMost;
    if (!news) throw new Error('it has news');
    // The second message is older than the state by then.
    for (const each of [news, { events: [], roster: { present: 9, people: [] } }]) {
      store.events(each.events, each.roster);
    }
    expect(store.conference.value).to.deep.equal(abridged(replay(events, whole), self));
    expect(store.present.value).to.equal(3);
  });
});
