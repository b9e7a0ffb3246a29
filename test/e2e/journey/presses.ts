import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Locator } from 'playwright-core';

/** What a person does at a stretch, and at most how many presses it takes. See docs/presses.md. */
const mostPresses = {
  'first administrator': 1,
  'units by a sheet and one by hand': 6,
  'rooms by a sheet and one by hand': 6,
  'an account, with its password link by mail': 6,
  'codes for all rooms on a sheet': 3,
  'a weekly series of four meetings, with its papers': 11,
  'an answer of a room': 2,
  'the opening, admission of all and beginning': 7,
  'a roll call, and its end': 2,
  'the floor to a speaker': 1,
  'a page of slides on every screen': 1,
  'a secret ballot': 9,
  'a break and its end': 3,
  'the end': 2,
  'the sign-off': 3,
} as const;
type Job = keyof typeof mostPresses;

/** What a job took: its presses, and the seconds from its begin to the end of its last press. */
interface Taken {
  readonly presses: number;
  readonly seconds: number;
}

/** Counts the presses of each job. Typing and choosing from a list count as none. */
export class Presses {
  readonly #taken = new Map<Job, Taken>();

  /** Begins a job, or begins it again; the result presses an element and counts it. */
  begin(job: Job): (on: Locator) => Promise<void> {
    const begun = performance.now();
    let presses = 0;
    this.#taken.delete(job);
    return async (on) => {
      await on.click();
      presses += 1;
      this.#taken.set(job, { presses, seconds: Math.round((performance.now() - begun) / 100) / 10 });
    };
  }

  /** Fails where a job took more presses than it may, or was not done. PRESSES names a folder for what each job took. */
  async judge(walk: string): Promise<void> {
    const folder = process.env['PRESSES'];
    const taken: Readonly<Record<string, Taken>> = Object.fromEntries(this.#taken);
    if (folder !== undefined) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${walk}.json`), JSON.stringify(taken, null, 2));
    }
    const more = Object.entries(mostPresses).filter(
      ([job, most]) => !((taken[job]?.presses ?? Infinity) <= most),
    );
    expect(more, JSON.stringify(taken)).to.deep.equal([]);
  }
}
