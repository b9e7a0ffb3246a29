import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createLogger, onBehalfOf } from '../../../server/observability/log.ts';

const server = fileURLToPath(new URL('../../../server', import.meta.url));

function lines(work: (logger: ReturnType<typeof createLogger>) => void): readonly unknown[] {
  const written: string[] = [];
  work(createLogger('info', { write: (line) => void written.push(line) }));
  return written.map((line): unknown => JSON.parse(line));
}

describe('log lines', () => {
  it('have their error under one key, err, in every file', () => {
    const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const calls = files.flatMap((name) =>
      [...readFileSync(join(server, name), 'utf8').matchAll(/logger\b[^;]*?\(\s*\{([^}]*)\}/g)].map(
        ([, fields]) => ({
          name,
          fields: fields ?? '',
        }),
      ),
    );
    expect(calls.filter(({ fields }) => /\berr:/.test(fields)).length).to.be.above(20);
    expect(calls.filter(({ fields }) => /(^|,)\s*error\s*(,|:|$)/.test(fields.trim()))).to.deep.equal([]);
    const [line] = lines((logger) => logger.error({ err: new Error('mất điện') }, 'a job failed'));
    expect(line).to.have.nested.property('err.message', 'mất điện');
  });

  it('have the ids of the request and participant, and their own ids take precedence', () => {
    const written = lines((logger) => {
      logger.info('outside');
      onBehalfOf({ requestId: 'r1', participantId: 'p1' }, () => {
        logger.info('inside');
        logger.info({ participantId: 'p2' }, 'of another');
        onBehalfOf({ conferenceId: 'c1' }, () => logger.info('for all that wait'));
      });
    });
    expect(written.map((line) => idsOf(line))).to.deep.equal([
      {},
      { requestId: 'r1', participantId: 'p1' },
      { requestId: 'r1', participantId: 'p2' },
      { conferenceId: 'c1' },
    ]);
  });
});

const idsOf = (line: unknown): object =>
  Object.fromEntries(
    Object.entries(Object(line)).filter(([key]) => /^(request|conference|participant)Id$/.test(key)),
  );
