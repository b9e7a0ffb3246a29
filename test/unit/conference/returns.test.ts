import { expect } from 'chai';
import fc from 'fast-check';
import type { Identity } from '../../../protocol/conference/presence.ts';
import { conferenceState } from '../../../protocol/state.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { awaitsChair, ownRole } from '../../../domain/conference/chair.ts';
import { isSeated } from '../../../domain/conference/state.ts';
import {
  codeOf,
  History,
  idNamed,
  participantNamed,
  participants,
} from '../../support/conference/conference-history.ts';
import { anySession } from '../../support/conference/random-sessions.ts';

const lead = { ...participantNamed('chủ tọa điều hành', 'chair'), chairPlace: 2 };
const chair = { ...participantNamed('chủ tọa', 'chair'), chairPlace: 1 };
const secretary = participantNamed('thư ký', 'secretary');
const room = participantNamed('xã Tam Hồng');
const ballotId = idNamed('nghị quyết');
const groupId = idNamed('tổ 1');
const messageId = idNamed('lời nhắn riêng');

const lose = (history: History, { id }: Identity) =>
  history.take({ system: { type: 'connectionLost', participantId: id } });

/** The ways in which a participant leaves and comes back, or has another role for a while. */
const ways = {
  'a second device': (history, who) => history.join(who),
  'a lost line': (history, who) => {
    lose(history, who);
    history.join(who);
  },
  leaving: (history, who) => {
    history.command(who, 'leave');
    history.join(who);
  },
  'a loss beyond the grace': (history, who) => {
    lose(history, who);
    history.take({ system: { type: 'absenceConfirmed', participantId: who.id } });
    history.join(who);
  },
  'a move to another meeting': (history, who) => {
    history.command(lead, 'participant.move', { participantId: who.id, to: idNamed('phiên họp khác') });
    history.join(who);
  },
  'a removal': (history, who) => {
    history.command(lead, 'participant.remove', { participantId: who.id, reason: '' });
    history.command(lead, 'participant.readmit', { participantId: who.id });
    history.join(who);
  },
  'an invitation withdrawn and sent again': (history, who) => {
    history.take({ system: { type: 'exclude', participantId: who.id, reason: 'not-invited' } });
    history.join(who);
  },
  'a role that receives only': (history, who) => {
    const { role } = history.participant(who);
    history.command(lead, 'role.give', { participantId: who.id, role: 'observer' });
    history.command(lead, 'role.give', { participantId: who.id, role });
  },
} as const satisfies Record<string, (history: History, who: Identity) => void>;

type Way = keyof typeof ways;
const isWay = (name: string): name is Way => Object.hasOwn(ways, name);
const everyWay = Object.keys(ways).filter(isWay);
const allBut = (...left: readonly Way[]): readonly Way[] => everyWay.filter((way) => !left.includes(way));
/** Nothing but a page reload or a cable that was unplugged for a moment. */
const unnoticed = ['a second device', 'a lost line'] as const;

interface Fact {
  readonly of: Identity;
  readonly begin: (history: History) => void;
  readonly read: (state: ConferenceState) => unknown;
  /** The ways after which the value is unchanged. */
  readonly stays: readonly Way[];
  /** The value after the other ways. */
  readonly else?: unknown;
  readonly why: string;
}

const as = (who: Identity) => (state: ConferenceState) => state.participants[who.id];
const on = (who: Identity) => ({ target: participants(who.id) });
const to = (who: Identity) => ({ participantId: who.id });

/**
 * Every fact that a conference keeps of one participant, and its right value when that participant is back.
 */
const facts: Readonly<Record<string, Fact>> = {
  'an open microphone': {
    of: room,
    begin(history) {
      history.command(lead, 'microphones.setPolicy', { policy: 'open' });
      history.command(room, 'microphone.open');
    },
    read: (state) => as(room)(state)?.microphone,
    stays: unnoticed,
    else: 'muted',
    why: 'who comes in does not speak before it means to',
  },
  'a muted microphone': {
    of: room,
    begin: (history) => history.command(lead, 'microphones.setPolicy', { policy: 'open' }),
    read: (state) => as(room)(state)?.microphone,
    stays: everyWay,
    why: 'a return never opens what was muted',
  },
  'the chair’s open microphone': {
    of: chair,
    begin: () => undefined,
    read: (state) => as(chair)(state)?.microphone,
    stays: [...unnoticed, 'leaving', 'a loss beyond the grace', 'a move to another meeting'],
    else: 'muted',
    why: 'the chair leads and is heard at once, unless it was put out or had no voice meanwhile',
  },
  'the chair’s muted microphone': {
    of: chair,
    begin: (history) => history.command(chair, 'microphone.mute'),
    read: (state) => as(chair)(state)?.microphone,
    stays: everyWay,
    why: 'a return never opens what was muted',
  },
  'the chair’s microphone, held by another chair': {
    of: chair,
    begin: (history) => history.command(lead, 'participant.mute', on(chair)),
    read: (state) => as(chair)(state)?.microphone,
    stays: everyWay,
    why: 'what a moderator holds stays held',
  },
  'a held microphone': {
    of: room,
    begin: (history) => history.command(lead, 'participant.mute', on(room)),
    read: (state) => as(room)(state)?.microphone,
    stays: everyWay,
    why: 'what a moderator holds stays held',
  },
  'a held camera': {
    of: room,
    begin: (history) => history.command(lead, 'camera.hold', on(room)),
    read: (state) => as(room)(state)?.cameraHeld,
    stays: everyWay,
    why: 'what a moderator holds stays held',
  },
  'the leave to unmute': {
    of: room,
    begin: (history) => history.command(lead, 'participant.askToUnmute', on(room)),
    read: (state) => as(room)(state)?.asked,
    stays: unnoticed,
    else: false,
    why: 'it was asked for that moment; later it would open a microphone that nobody expects',
  },
  'the place in the queue': {
    of: room,
    begin: (history) => history.command(room, 'hand.raise', { category: 'speech', subject: 'Mục 2' }),
    read: ({ floor }) => floor.queue.find(({ participantId }) => participantId === room.id)?.subject,
    stays: unnoticed,
    why: 'a queue in which some are not there holds up the others; the hand is raised again',
  },
  'the floor': {
    of: room,
    begin: (history) => history.command(lead, 'floor.grant', to(room)),
    read: ({ floor }) => floor.holder?.participantId,
    stays: unnoticed,
    why: 'the turn ended, and another may have the floor by now',
  },
  'the time that it has spoken': {
    of: room,
    begin(history) {
      history.command(lead, 'floor.grant', to(room));
      history.wait(1_000);
      history.command(room, 'floor.yield');
    },
    read: ({ floor }) => floor.spoken[room.id],
    stays: everyWay,
    why: 'a budget is of the whole session',
  },
  'the chair’s own seat': {
    of: chair,
    begin: (history) => history.command(chair, 'stage.take', { seat: 'chair' }),
    read: ({ stage }) => stage.chair,
    stays: allBut('a role that receives only'),
    else: lead.id,
    why: 'the first chair of the plan takes the seat by coming; another role passes the seat to the next chair',
  },
  'the chair’s seat, given to a room': {
    of: room,
    begin: (history) => history.command(lead, 'stage.give', { seat: 'chair', ...to(room) }),
    read: ({ stage }) => stage.chair,
    stays: unnoticed,
    why: 'the stage shows who is there',
  },
  'the slides’ seat': {
    of: room,
    begin: (history) => history.command(lead, 'stage.give', { seat: 'slides', ...to(room) }),
    read: ({ stage }) => stage.slides,
    stays: unnoticed,
    why: 'the stage shows who is there, and another may show something by now',
  },
  'a place among the pinned': {
    of: room,
    begin: (history) => history.command(lead, 'stage.setPinned', { participantIds: [room.id] }),
    read: ({ stage }) => stage.pinned,
    stays: unnoticed,
    else: [],
    why: 'the stage shows who is there, and there are eight places',
  },
  'a role that was given': {
    of: room,
    begin: (history) => history.command(lead, 'role.give', { ...to(room), role: 'secretary' }),
    read: (state) => as(room)(state)?.role,
    stays: allBut('an invitation withdrawn and sent again'),
    else: 'delegate',
    why: 'it counts for the session, but not beyond the loss of what one came by',
  },
  'a role that was taken': {
    of: secretary,
    begin: (history) => history.command(lead, 'role.give', { ...to(secretary), role: 'observer' }),
    read: (state) => as(secretary)(state)?.role,
    stays: allBut('an invitation withdrawn and sent again'),
    else: 'secretary',
    why: 'leaving and coming back undoes nothing that a moderator did',
  },
  'the group in which a moderator has put it': {
    of: room,
    begin: (history) =>
      history.command(lead, 'groups.open', { groups: [{ groupId, title: 'Tổ 1', ...on(room) }] }),
    read: ({ groups }) => groups.members[room.id],
    stays: [...unnoticed, 'leaving', 'a loss beyond the grace', 'a role that receives only'],
    why: 'it is where it was put, unless it was put elsewhere or out since',
  },
  'the heads that it counted': {
    of: room,
    begin(history) {
      history.command(lead, 'rollCall.open');
      history.command(room, 'rollCall.report', { headCount: 12, delegates: 10 });
    },
    read: ({ rollCall }) => rollCall.reports[room.id]?.headCount,
    stays: everyWay,
    why: 'the same people are in the room',
  },
  'the right to vote': {
    of: room,
    begin: (history) => history.command(lead, 'ballot.open', { ballotId }),
    read: ({ ballots }) => ballots[ballotId]?.entitled[room.siteId ?? ''],
    stays: everyWay,
    why: 'who may vote was fixed when the ballot was opened',
  },
  'the vote that it cast': {
    of: room,
    begin(history) {
      history.command(lead, 'ballot.open', { ballotId });
      history.command(room, 'ballot.cast', { ballotId, choice: 'agree' });
    },
    read: ({ ballots }) => ballots[ballotId]?.answered[room.siteId ?? ''],
    stays: everyWay,
    why: 'a vote is final, and nobody votes twice',
  },
  'a word to it alone': {
    of: room,
    begin: (history) =>
      history.command(lead, 'chat.send', {
        messageId,
        to: { kind: 'participant', participantId: room.id },
        text: 'Mời chuẩn bị',
        documentIds: [],
      }),
    read: ({ chat }) => chat.toSome.map(({ id }) => id),
    stays: everyWay,
    why: 'what was said to it was said',
  },
  'when it first came': {
    of: room,
    begin: () => undefined,
    read: (state) => as(room)(state)?.since,
    stays: everyWay,
    why: 'who was there in time is not late because its line was lost',
  },
  'where it was sent': {
    of: room,
    begin: () => undefined,
    read: (state) => as(room)(state)?.movedTo,
    stays: everyWay,
    why: 'it is here again',
  },
};

function session(): History {
  const history = new History().open().join(chair, lead, secretary, room);
  history.command(lead, 'conference.start');
  history.command(lead, 'ballot.draft', {
    ballotId,
    question: 'Thông qua?',
    kind: 'named',
    quorumPercent: 50,
    majority: 'simple',
    lateJoiners: 'excluded',
    chairVotes: true,
    weights: {},
  });
  return history;
}

describe('a return', () => {
  for (const [name, fact] of Object.entries(facts)) {
    it(`gives back ${name} where that is right: ${fact.why}`, () => {
      for (const way of everyWay) {
        const history = session();
        fact.begin(history);
        const before = fact.read(history.state);
        expect(before, 'something to lose').not.to.deep.equal(
          fact.stays.length === everyWay.length ? undefined : fact.else,
        );
        ways[way](history, fact.of);
        expect(history.participant(fact.of).presence, way).to.equal('present');
        expect(fact.read(history.state), way).to.deep.equal(fact.stays.includes(way) ? before : fact.else);
      }
    });
  }

  const locked: Readonly<Record<Way, string>> = {
    'a second device': 'ok',
    'a lost line': 'ok',
    leaving: 'locked',
    'a loss beyond the grace': 'ok',
    'a move to another meeting': 'locked',
    'a removal': 'ok',
    'an invitation withdrawn and sent again': 'locked',
    'a role that receives only': 'ok',
  };

  it('passes a lock after a departure that its owner did not choose, unless the owner was sent away', () => {
    for (const way of everyWay) {
      const history = session();
      history.command(lead, 'conference.lock');
      ways[way](history, room);
      expect(codeOf(history.command(room, 'join')), way).to.equal(locked[way]);
    }
  });

  it('passes a lock once: a participant that then leaves is new', () => {
    const history = session();
    history.command(lead, 'conference.lock');
    ways['a loss beyond the grace'](history, room);
    history.command(room, 'leave');
    expect(codeOf(history.command(room, 'join'))).to.equal('locked');
  });

  it('needs no lobby, except after the participant was turned away in the lobby', () => {
    for (const way of everyWay) {
      const history = session();
      history.command(lead, 'admission.set', { admission: 'lobby' });
      ways[way](history, room);
      expect(history.participant(room).presence, way).to.equal('present');
    }
    const history = new History().open('lobby').join(lead, room);
    history.command(lead, 'participant.remove', { participantId: room.id, reason: '' });
    expect(codeOf(history.command(room, 'join'))).to.equal('removed');
    history.command(lead, 'participant.readmit', { participantId: room.id });
    history.join(room);
    expect(history.participant(room).presence).to.equal('waiting');
  });

  it('opens no muted microphone and undoes no moderator’s action, in any session', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) {
          const before = history.state;
          history.take(step);
          if (!('actor' in step) || step.command.type !== 'join') continue;
          const was = before.participants[step.actor.id];
          const is = history.state.participants[step.actor.id];
          if (was === undefined || is === undefined || was.presence === is.presence) continue;
          if (was.microphone !== 'open') expect(is.microphone).to.equal(was.microphone);
          expect(is.cameraHeld).to.equal(was.cameraHeld);
          expect(is.since).to.equal(was.since);
          if (was.presence !== 'excluded') expect(ownRole(is)).to.equal(ownRole(was));
          expect(history.state.groups).to.deep.equal(before.groups);
          expect(history.state.floor.spoken).to.deep.equal(before.floor.spoken);
          expect(history.state.rollCall).to.deep.equal(before.rollCall);
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe('an older snapshot without the fields of a return', () => {
  it('is read, and admits no participant that its own version would not have admitted', () => {
    const { participants: all, ...others } = session().state;
    const kept = Object.entries(all).map(([id, participant]) => {
      const { mayReturn, wasIn, ...older } = participant;
      expect({ mayReturn, wasIn }).to.deep.equal({ mayReturn: false, wasIn: true });
      return [id, older];
    });
    const read = conferenceState.parse({ ...others, participants: Object.fromEntries(kept) });
    expect(read.participants[room.id]).to.include({ wasIn: true, mayReturn: false });
  });
});

describe('opening the conference for all', () => {
  it('admits the participants in the lobby, with everything that an admission includes', () => {
    const history = new History().open('lobby').join(lead, room, secretary);
    history.command(lead, 'conference.start');
    history.command(lead, 'ballot.draft', {
      ballotId,
      question: 'Thông qua?',
      kind: 'named',
      quorumPercent: 50,
      majority: 'simple',
      lateJoiners: 'included',
      chairVotes: true,
      weights: {},
    });
    history.command(lead, 'ballot.open', { ballotId });
    expect(history.participant(room).presence).to.equal('waiting');
    const { seq } = history.state;
    history.command(lead, 'admission.set', { admission: 'open' });
    expect(history.since(seq)).to.deep.equal(['admission.set', 'participant.admitted', 'ballot.entitled']);
    expect(history.participant(room)).to.include({ presence: 'present', microphone: 'muted' });
  });

  it('admits them also where it was open already, and changes nothing where nobody waits', () => {
    const history = new History().open('lobby').join(lead, room);
    // Sessions that were opened by an older version have this state.
    history.state = { ...history.state, admission: 'open' };
    const { seq } = history.state;
    history.command(lead, 'admission.set', { admission: 'open' });
    expect(history.since(seq)).to.deep.equal(['participant.admitted']);
    history.command(lead, 'admission.set', { admission: 'open' });
    expect(history.since(seq)).to.have.length(1);
  });

  it('leaves nobody in the lobby, in any session', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) {
          history.take(step);
          const { admission, participants: all, phase } = history.state;
          const waiting = Object.values(all).filter(({ presence }) => presence === 'waiting');
          if (admission === 'open' && phase !== 'closed' && !awaitsChair(history.state))
            expect(waiting).to.deep.equal([]);
          for (const each of Object.values(all)) if (isSeated(each)) expect(each.wasIn).to.equal(true);
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe('a participant that is called back to the conference that it was moved from', () => {
  const home = idNamed('phiên họp gốc');

  it('leaves the conference where it is, with its turn, in every session, unless it is the chair there', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const played = new History();
        for (const step of steps) played.take(step);
        for (const { id, role, acting } of Object.values(played.state.participants)) {
          const history = new History(played.limits, played.state);
          const wasSeated = isSeated(history.state.participants[id]);
          const live = history.state.phase !== 'closed' && history.state.phase !== 'planned';
          history.take({ system: { type: 'sendBack', participantId: id, to: home } });
          const goes = live && wasSeated && role !== 'recorder' && !(role === 'chair' && acting === null);
          expect(history.state.participants[id]?.movedTo === home, role).to.equal(goes);
          expect(isSeated(history.state.participants[id]), role).to.equal(wasSeated && !goes);
          if (goes) expect(history.state.floor.holder?.participantId).not.to.equal(id);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is asked for only while it is away, and only by those who lead', () => {
    const history = new History().open().join(lead, secretary, room);
    const recall = (by: Identity) =>
      codeOf(history.command(by, 'participant.recall', { target: participants(room.id) }));
    expect(recall(secretary)).to.equal('not-found');
    history.command(lead, 'participant.move', { participantId: room.id, to: home });
    expect(recall(secretary)).to.equal('ok');
    history.join(room);
    expect(recall(lead)).to.equal('not-found');
  });
});
