import { z } from 'zod';

/** Where clients reach one server among several behind one name, such as `/c/a/`. */
export const processPath = z
  .string()
  .max(100)
  .regex(/^\/(?:[a-z\d-]+\/)+$/, 'expected a path such as /c/a/');
