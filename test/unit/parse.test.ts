import { expect } from 'chai';
import { parseRequest } from '../../protocol/parse.ts';

const detailOf = (payload: unknown, type = 'chat.send'): string => {
  const parsed = parseRequest({ type, payload });
  return parsed.ok ? 'taken' : parsed.detail;
};
const nested = (levels: number): unknown => {
  let value: unknown = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
};

describe('a request', () => {
  it('holds no text that the database would not keep, in whatever place', () => {
    for (const text of ['\0', 'Tam Hồng\ud800', '\udc00']) {
      expect(detailOf({ text })).to.contain('halves');
      expect(detailOf({ to: [{ each: text }] })).to.contain('halves');
    }
    expect(detailOf({ text: '💥' })).not.to.contain('halves');
  });

  it('is refused, and does not overflow the stack, however deeply it is nested', () => {
    expect(detailOf({ rtpCapabilities: nested(100_000) }, 'media.openTransport')).to.contain('too deeply');
    const rtpCapabilities = { a: nested(10) };
    const payload = { kind: 'plain', direction: 'receive', rtpCapabilities };
    expect(detailOf(payload, 'media.openTransport')).to.equal('taken');
  });
});
