import { expect } from 'chai';
import { createValidators } from '../../../server/letters/validators.ts';

describe('letters as calendars', () => {
  it('have an etag of their text, and the time since which it is unchanged', () => {
    let nowMs = 10_400;
    const validators = createValidators(() => nowMs);
    const first = validators('room', 'a');
    expect(first).to.have.property('lastModifiedS', 10);
    expect(first.etag).to.match(/^"[\w-]{43}"$/);
    expect(validators('other', 'b')).to.have.property('lastModifiedS', 10);
    // Another text in the same second: a client with the first text must not take it for this one.
    const second = validators('room', 'b');
    expect(second).to.have.property('lastModifiedS', undefined);
    expect(second.etag).not.to.equal(first.etag);
    nowMs = 11_000;
    expect(validators('room', 'b')).to.deep.equal({ etag: second.etag, lastModifiedS: 11 });
    nowMs = 99_000;
    expect(validators('room', 'b')).to.deep.equal({ etag: second.etag, lastModifiedS: 11 });
    // An earlier text counts as new when it returns; a clock that is set back makes nothing older.
    nowMs = 5_000;
    expect(validators('room', 'a')).to.deep.equal({ etag: first.etag, lastModifiedS: undefined });
    nowMs = 12_000;
    expect(validators('room', 'a')).to.deep.equal({ etag: first.etag, lastModifiedS: 12 });
  });
});
