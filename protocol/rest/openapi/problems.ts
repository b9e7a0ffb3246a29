import { z } from 'zod';
import { errors, type ErrorCode } from '../../errors.ts';
import { bookingAnswer } from '../meetings/bookings.ts';
import { problem, problemType } from '../problem.ts';
import { anyRoute } from '../route-contract.ts';
import { routeNames, routes } from '../routes.ts';
import { exampleOf } from './examples.ts';
import { type Json, schemaOf } from './schema-of.ts';

const answered: readonly ErrorCode[] = [
  ...new Set<ErrorCode>([...anyRoute, ...routeNames.flatMap((name) => routes[name].errors)]),
];

export const problemSchema = schemaOf(problem.extend({ code: z.enum(answered) }), 'output');

const details: Readonly<Partial<Record<ErrorCode, Json>>> = {
  'invalid-request': { detail: 'body.title: Too small: expected string to have >=1 characters' },
  clash: {
    detail: '1 times somebody invited, or every recorder, is held',
    ...z
      .record(z.string(), z.unknown())
      .parse(exampleOf(schemaOf(bookingAnswer, 'output'), ['booking.check'])),
  },
  'too-many-attempts': { retryAfterS: 60 },
  'too-fast': { retryAfterS: 1 },
  internal: { logId: '019ab1c0-5a00-7000-8000-000000000099' },
  unavailable: { logId: '019ab1c0-5a00-7000-8000-000000000099' },
};

/** One example for each code; the answers refer to it. */
export const problemExamples: Json = Object.fromEntries(
  answered.map((code) => [
    code,
    { value: { type: 'about:blank', title: code, status: errors[code].status, code, ...details[code] } },
  ]),
);

/** One answer for each status, with all codes that share it. */
export function problems(codes: readonly ErrorCode[]): Json {
  const byStatus = Map.groupBy(new Set(codes), (code) => errors[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, shared]) => [
      status,
      {
        description: shared.join(', '),
        content: {
          [problemType]: {
            schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: shared } } },
            examples: Object.fromEntries(
              shared.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
            ),
          },
        },
      },
    ]),
  );
}
