import { v7 as uuid } from 'uuid';
import type { ConferenceOwners } from '../../../server/conference/ownership.ts';
import { createConferenceOwners } from '../../../server/storage/repositories/conference-owners.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { execute } from './database.ts';

/** A process whose lease a test lets end and renews. */
export class TestProcess {
  readonly id = uuid();
  readonly owners: ConferenceOwners;
  readonly #database: Database;
  mayTakeOver = true;

  private constructor(database: Database) {
    this.#database = database;
    this.owners = createConferenceOwners(database, {
      processId: this.id,
      mayTakeOver: () => this.mayTakeOver,
    });
  }

  static async start(database: Database): Promise<TestProcess> {
    const process = new TestProcess(database);
    await execute(
      database,
      `insert into control_process (id, address, host, started_at, expires_at)
      values ('${process.id}', '/c/${process.id}/', 'test', clock_timestamp(), clock_timestamp() + interval '6 s')`,
    );
    return process;
  }

  /** As if it had renewed its lease this long ago, in seconds; negative: before the clock was set back. */
  async silentFor(seconds: number): Promise<void> {
    await execute(
      this.#database,
      `update control_process set expires_at = clock_timestamp() + interval '${6 - seconds} s' where id = '${this.id}'`,
    );
  }

  async stop(): Promise<void> {
    await execute(this.#database, `delete from control_process where id = '${this.id}'`);
  }
}
