import { expect } from 'chai';
import { parseRequest } from '../../protocol/parse.ts';
import { sensiblePayloads } from '../support/conference/sensible-commands.ts';

const detailOf = (payload: unknown, type = 'chat.send'): string => {
  const parsed = parseRequest({ type, payload });
  return parsed.ok ? 'taken' : parsed.detail;
};
const nested = (levels: number): unknown => {
  let value: unknown = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
};

/** Every text field of a command, by its position in an otherwise valid payload. */
const ids = [1, 2, 3].map((n) => `019aa000-0000-7000-8000-00000000000${n}`);
const payloads = Object.entries(
  sensiblePayloads({
    commune: ids[0] ?? '',
    spare: ids[1] ?? '',
    itemId: ids[0],
    ballotId: ids[1] ?? '',
    other: ids[2] ?? '',
  }),
);
const typed = /"(text|reason|subject|title|ticker|question)":"[^"]*"/gu;
const written = (payload: object, place: number, text: string): unknown => {
  let at = -1;
  const changed = JSON.stringify(payload).replaceAll(typed, (pair, name: string) => {
    at += 1;
    return at === place ? `"${name}":${JSON.stringify(text)}` : pair;
  });
  return JSON.parse(changed);
};
const places = payloads.flatMap(([type, payload]) =>
  [...JSON.stringify(payload).matchAll(typed)].map((match, place) => ({
    type,
    payload,
    place,
    name: `${type} ${match[1]}`,
  })),
);

describe('a request', () => {
  it('treats a text of invisible characters as empty, in every field that people write', () => {
    expect(places.map(({ name }) => name)).to.have.members([
      'participant.remove reason',
      'stage.setText title',
      'stage.setText ticker',
      'hand.raise subject',
      'rollCall.excuse reason',
      'ballot.draft question',
      'chat.send text',
      'chat.announce text',
      'groups.open title',
    ]);
    for (const { type, payload, place, name } of places) {
      const parse = (text: string) => parseRequest({ type, payload: written(payload, place, text) });
      const empty = parse('');
      for (const blank of ['\u200b', ' \u200b\ufeff', '\u2060\u00ad', '\u3164', '\u2800', '\u202e\u00a0']) {
        expect(parse(blank), name).to.deep.equal(empty);
      }
      expect(parse('Tổ\u200b 1').ok, name).to.equal(true);
    }
  });

  it('keeps the joiners inside a visible character', () => {
    const family = '👨‍👩‍👧';
    const [chat] = places.filter(({ name }) => name === 'chat.send text');
    const parsed = parseRequest({ type: 'chat.send', payload: written(chat?.payload ?? {}, 0, family) });
    expect(parsed).to.have.nested.property('command.payload.text', family);
  });

  it('has no text that the database would refuse, in any field', () => {
    for (const text of ['\0', 'Tam Hồng\ud800', '\udc00']) {
      expect(detailOf({ text })).to.contain('halves');
      expect(detailOf({ to: [{ each: text }] })).to.contain('halves');
    }
    expect(detailOf({ text: '💥' })).not.to.contain('halves');
  });

  it('is refused, without a stack overflow, at any depth of nesting', () => {
    expect(detailOf({ rtpCapabilities: nested(100_000) }, 'media.openTransport')).to.contain('too deeply');
    const rtpCapabilities = { a: nested(10) };
    const payload = { kind: 'plain', direction: 'receive', rtpCapabilities };
    expect(detailOf(payload, 'media.openTransport')).to.equal('taken');
  });
});
