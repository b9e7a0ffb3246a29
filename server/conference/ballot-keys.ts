import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { BallotBox } from '../../domain/conference/decision.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';

/**
 * AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D, 8.2.2): one ballot seals
 * far fewer than 2^32 texts.
 */
const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals the votes of one conference with one key per ballot. Clients choose the ballot ids, so two
 * conferences may use the same id; each conference has its own keys. The keys are files beside the database,
 * never rows in it. They are deleted when the result is published: after that, the votes in the log can no
 * longer be decrypted (decision 0020).
 */
export class BallotKeys implements BallotBox {
  readonly #folder: string;
  readonly #conferenceId: ConferenceId;
  readonly #logger: Logger;
  readonly #keys = new Map<string, Buffer>();
  readonly #preparing = new Map<string, Promise<void>>();

  constructor(storageFolder: string, conferenceId: ConferenceId, logger: Logger) {
    this.#folder = join(storageFolder, 'ballot-keys');
    this.#conferenceId = conferenceId;
    this.#logger = logger;
  }

  /** Creates and stores the key of a ballot that is about to open, before anything is sealed with it. */
  async prepare(ballotId: string): Promise<void> {
    // Two moderators that open one ballot at the same time share one key: a second key would make the votes
    // sealed with the first unreadable.
    const preparing = this.#preparing.get(ballotId) ?? this.#make(ballotId);
    this.#preparing.set(ballotId, preparing);
    try {
      await preparing;
    } finally {
      this.#preparing.delete(ballotId);
    }
  }

  /**
   * Reads the keys of the ballots of a conference that resumes. Deletes keys that a killed server left
   * behind. An unreadable key loses the votes of its ballot, but the conference goes on.
   */
  async recall({ ballots, phase }: ConferenceState): Promise<void> {
    for (const ballot of Object.values(ballots)) {
      if (phase === 'closed' || ballot.phase === 'published') this.forget(ballot.id);
      else if (ballot.phase !== 'draft') await this.#read(ballot.id);
    }
  }

  seal(ballotId: string, content: string): string {
    const nonce = randomBytes(nonceBytes);
    const sealing = createCipheriv(cipher, this.#key(ballotId), nonce);
    const text = Buffer.concat([sealing.update(content, 'utf8'), sealing.final()]);
    return Buffer.concat([nonce, sealing.getAuthTag(), text]).toString('base64');
  }

  open(ballotId: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const opening = createDecipheriv(cipher, this.#key(ballotId), bytes.subarray(0, nonceBytes));
    opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return opening.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + opening.final('utf8');
  }

  forget(ballotId: string): void {
    this.#keys.delete(ballotId);
    rm(this.#file(ballotId), { force: true }).catch((error: unknown) =>
      this.#logger.error({ err: error, ballotId }, 'the key of a ballot could not be deleted'),
    );
  }

  async #make(ballotId: string): Promise<void> {
    if (this.#keys.has(ballotId)) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const key = randomBytes(keyBytes);
    await writeFile(this.#file(ballotId), key, { mode: 0o600, flush: true });
    await using folder = await open(this.#folder);
    await folder.sync();
    this.#keys.set(ballotId, key);
  }

  async #read(ballotId: string): Promise<void> {
    try {
      this.#keys.set(ballotId, await readFile(this.#file(ballotId)));
    } catch (error) {
      this.#logger.error({ err: error, ballotId }, 'the key of a ballot cannot be read: its votes are lost');
    }
  }

  #key(ballotId: string): Buffer {
    const key = this.#keys.get(ballotId);
    if (!key) throw new Error(`there is no key for ballot ${ballotId}`);
    return key;
  }

  #file = (ballotId: string): string => join(this.#folder, `${this.#conferenceId}.${ballotId}.key`);
}
