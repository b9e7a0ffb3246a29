import { expect } from 'chai';
import { mayBeDone } from '../../../client/signaling/lost-answer.ts';
import { errors, isErrorCode } from '../../../protocol/errors.ts';

describe('a creating request that was refused', () => {
  it('keeps its key where the server may have created all the same, and only there', () => {
    const kept = Object.keys(errors).filter(isErrorCode).filter(mayBeDone);
    expect(kept).to.have.members(['unavailable', 'timeout', 'internal']);
  });
});
