import { expect } from 'chai';
import { boxTowards } from '../../../client/state/room/spatial.ts';
import type { Arrow, Box } from '../../../client/state/room/spatial.ts';

const box = (left: number, top: number, width = 100, height = 40): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

/** Two buttons of a prompt above a footer of three. */
const screen = [box(300, 200), box(500, 200), box(0, 500), box(200, 500), box(800, 500)];

describe('client: the focus of a remote control', () => {
  const goes = (from: number, arrow: Arrow) => boxTowards(screen, from, arrow);

  it('moves to the neighbour in the row', () => {
    expect(goes(0, 'ArrowRight')).to.equal(1);
    expect(goes(4, 'ArrowLeft')).to.equal(3);
  });

  it('moves up and down to the nearest column', () => {
    expect(goes(0, 'ArrowDown')).to.equal(3);
    expect(goes(2, 'ArrowUp')).to.equal(0);
    expect(goes(4, 'ArrowUp')).to.equal(1);
  });

  it('stays where nothing is above or below', () => {
    expect(goes(1, 'ArrowUp')).to.equal(undefined);
    expect(goes(3, 'ArrowDown')).to.equal(undefined);
  });

  it('reaches everything with right alone, and with left alone', () => {
    for (const arrow of ['ArrowRight', 'ArrowLeft'] as const) {
      const reached = new Set([0]);
      let at = 0;
      for (let press = 0; press < screen.length; press += 1) {
        at = boxTowards(screen, at, arrow) ?? at;
        reached.add(at);
      }
      expect([...reached], arrow).to.have.members([0, 1, 2, 3, 4]);
    }
  });

  it('reaches everything with right alone where the rows overlap', () => {
    const stairs = [box(0, 0), box(120, 20), box(240, 40), box(0, 60)];
    const reached = new Set([0]);
    let at = 0;
    for (let press = 0; press < 8; press += 1) {
      at = boxTowards(stairs, at, 'ArrowRight') ?? at;
      reached.add(at);
    }
    expect(reached.size).to.equal(stairs.length);
  });
});
