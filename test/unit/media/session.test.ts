import { expect } from 'chai';
import type { MediaChannel } from '../../../server/media/conference-media.ts';
import { enter, isGone, legsOf, newLeg, newSession } from '../../../server/media/media-session.ts';
import type { MediaSession, SessionLife } from '../../../server/media/media-session.ts';

const channel: MediaChannel = {
  update: () => Promise.resolve(),
  lost: () => undefined,
  moving: () => undefined,
  stopped: () => undefined,
};

const asked: SessionLife = { state: 'asked', to: '1.0', sinceMs: 0 };
const moving: SessionLife = { state: 'moving', to: '1.0', sinceMs: 0, former: newLeg('0.0') };
const settled: SessionLife = { state: 'settled' };
const staying: SessionLife = { state: 'staying', sinceMs: 0 };
const gone: SessionLife = { state: 'gone' };

/** A session that has gone through these states. */
function after(...lives: readonly SessionLife[]): MediaSession {
  const session = newSession('xa-tam-hong', channel);
  for (const life of lives) enter(session, life);
  return session;
}

describe('a media session', () => {
  it('moves only after it was asked to, and has two legs while it moves', () => {
    expect(() => after(moving)).to.throw(RangeError, 'settled cannot become moving');
    const session = after(asked, moving);
    expect(legsOf(session).map(({ workerId }) => workerId)).to.deep.equal([undefined, '0.0']);
    enter(session, settled);
    expect(legsOf(session)).to.deep.equal([session]);
  });

  it('may be asked again after a move, also after one that failed, and has not moved before', () => {
    for (const before of [
      after(asked, moving, settled),
      after(asked, staying),
      after(asked, moving, staying),
    ]) {
      expect(() => enter(before, moving)).to.throw(RangeError, 'cannot become moving');
      enter(before, asked);
      expect(before.life).to.equal(asked);
    }
  });

  it('ends once, and not in the middle of a move', () => {
    for (const session of [after(gone), after(asked, staying, gone)]) {
      expect(isGone(session)).to.equal(true);
      for (const life of [settled, asked, moving, staying, gone])
        expect(() => enter(session, life)).to.throw(RangeError);
    }
    for (const session of [after(asked), after(asked, moving)])
      expect(() => enter(session, gone)).to.throw(RangeError);
  });
});
