import { expect } from 'chai';
import { delegatesOf, typedDelegates } from '../../../client/state/planning/delegates.ts';

describe('delegates as a person types them', () => {
  const delegates = [
    { name: 'Bùi Thị Hoà', position: 'Chủ tịch UBND xã, Trưởng ban' },
    { name: 'Trần Văn An', position: '' },
  ];

  it('are one a line: a name, and after the first comma a position', () => {
    const typed = ' Bùi Thị Hoà ,  Chủ tịch UBND xã, Trưởng ban\n\nTrần Văn An\n';
    expect(delegatesOf(typed)).to.deep.equal(delegates);
    expect(delegatesOf(typedDelegates(delegates))).to.deep.equal(delegates);
    expect(delegatesOf(' \n')).to.deep.equal([]);
  });

  it('are refused where the server would refuse them', () => {
    expect(delegatesOf(', Chủ tịch')).to.equal(undefined);
    expect(delegatesOf('An\n'.repeat(101))).to.equal(undefined);
    expect(delegatesOf('A'.repeat(201))).to.equal(undefined);
  });
});
