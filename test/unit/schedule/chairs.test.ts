import { expect } from 'chai';
import { chairOrderOf } from '../../../domain/schedule/chairs.ts';
import type { GivenRole } from '../../../protocol/roles.ts';

const invited = (accountId: string, role: GivenRole = 'chair') => ({
  id: `invitation of ${accountId}`,
  endpointId: null,
  accountId,
  role,
  transferred: false,
  delegates: [],
});

describe('the order of chairs', () => {
  const invitations = [invited('first'), invited('clerk', 'secretary'), invited('second'), invited('third')];

  it('is that of the planners, and then that of inviting', () => {
    expect(chairOrderOf({ invitations, chairOrder: [] })).to.deep.equal(['first', 'second', 'third']);
    expect(chairOrderOf({ invitations, chairOrder: ['third'] })).to.deep.equal(['third', 'first', 'second']);
  });

  it('leaves out those that are no chairs any more', () => {
    const chairOrder = ['clerk', 'gone', 'second', 'first'];
    expect(chairOrderOf({ invitations, chairOrder })).to.deep.equal(['second', 'first', 'third']);
  });
});
