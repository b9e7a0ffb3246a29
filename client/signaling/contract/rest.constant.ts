import { problem } from '../../../protocol/rest/problem.ts';
import { calledRoutes } from './called-route.ts';
import { shapeOf } from './shape-of.ts';

export const openRoutes = calledRoutes('others');
export const problemShape = shapeOf(problem);
