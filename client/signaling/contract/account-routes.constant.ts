import { calledRoutes } from './called-route.ts';

export const accountRoutes = calledRoutes('accounts');
