import { expect } from 'chai';
import { qualityMarks } from '../../../client/state/conference/qualities.ts';

describe('client: what moderators see of quality', () => {
  it('says nothing of good or unknown quality', () => {
    expect(qualityMarks({ audio: 4.4, video: 5 })).to.deep.equal([]);
    expect(qualityMarks({ audio: null, video: null })).to.deep.equal([]);
  });

  it('says what is fair or poor, sound before pictures', () => {
    expect(qualityMarks({ audio: 1, video: 3.5 })).to.deep.equal([
      { kind: 'audio', band: 'poor' },
      { kind: 'video', band: 'fair' },
    ]);
    expect(qualityMarks({ audio: 4.2, video: 2 })).to.deep.equal([{ kind: 'video', band: 'poor' }]);
  });
});
