import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { parsed, written } from '../../../server/http/answers.ts';

const room = z.strictObject({ name: z.string(), busy: z.array(z.int()).default([]) });
const contract = z.strictObject({ title: z.string(), rooms: z.array(room), next: z.string().nullable() });

async function textOf(body: object): Promise<string> {
  let text = '';
  for await (const piece of written(Object.fromEntries(Object.entries(body)))) text += piece;
  return text;
}

/** Resolves to the value, to 'refused' for a ZodError, or to any other error. */
async function outcome(work: () => unknown): Promise<unknown> {
  try {
    return { value: await work() };
  } catch (error) {
    return error instanceof z.ZodError ? 'refused' : error;
  }
}

describe('an answer', () => {
  it('parses in slices to the same value as in one go', async () => {
    const rooms = fc.array(fc.record({ name: fc.string(), busy: fc.array(fc.integer()) }), {
      maxLength: 300,
    });
    await fc.assert(
      fc.asyncProperty(rooms, async (all) => {
        const body = { title: 'Giao ban', rooms: all, next: null };
        expect(await parsed(contract, body)).to.deep.equal(contract.parse(body));
      }),
    );
  });

  it('is refused when it has a field that the contract does not name, at any depth', async () => {
    const good = { title: 'Giao ban', rooms: [{ name: 'A' }, { name: 'B', busy: [1] }], next: null };
    const wrong: readonly unknown[] = [
      { ...good, secret: 1 },
      { ...good, rooms: [...good.rooms, { name: 'C', secret: 1 }] },
      { ...good, rooms: [...good.rooms, { name: 3 }] },
      { ...good, rooms: { name: 'A' } },
      { title: 'Giao ban', next: null },
      [good],
      null,
    ];
    expect(await parsed(contract, good)).to.deep.equal(contract.parse(good));
    for (const body of wrong) {
      expect(await outcome(() => parsed(contract, body))).to.equal('refused');
    }
  });

  it('keeps the rules of the contract for a whole list and for the whole answer', async () => {
    const few = z.strictObject({ rooms: z.array(room).max(2) });
    const named = contract.refine(({ rooms }) => rooms.length > 0);
    const three = [{ name: 'A' }, { name: 'B' }, { name: 'C' }];
    expect(await outcome(() => parsed(few, { rooms: three }))).to.equal('refused');
    expect(await outcome(() => parsed(named, { title: '', rooms: [], next: null }))).to.equal('refused');
    expect(await outcome(() => parsed(named, { title: '', rooms: three, next: null }))).to.have.property(
      'value',
    );
  });

  it('is written in pieces to the same JSON as JSON.stringify gives', async () => {
    const list = fc.array(fc.jsonValue(), { maxLength: 250 });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.oneof(list, fc.jsonValue())), async (body) => {
        expect(JSON.parse(await textOf(body))).to.deep.equal(JSON.parse(JSON.stringify(body)));
      }),
    );
    const sparse = { left: undefined, none: null, list: [1, undefined, () => 1], empty: [] };
    expect(await textOf(sparse)).to.equal(JSON.stringify(sparse));
  });
});
