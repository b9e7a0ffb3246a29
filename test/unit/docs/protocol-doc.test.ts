import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { protocolDocument } from '../../../scripts/protocol-doc.ts';

describe('docs/protocol.md', () => {
  it('holds what scripts/protocol-doc.ts writes', async () => {
    const committed = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
    expect(committed).to.equal(await protocolDocument());
  });
});
