import type { SetupProgress } from '../../protocol/rest/setup.ts';

export type SetupStepName =
  'sites' | 'endpoints' | 'accounts' | 'pairing' | 'meeting' | 'mail' | 'https' | 'turn';

export interface SetupStep {
  readonly name: SetupStepName;
  readonly isDone: boolean;
}

/** The steps in the order in which each needs those before it. */
export function setupSteps(progress: SetupProgress): readonly SetupStep[] {
  const { sites, endpoints, accounts, pairedEndpoints, meetings, mail, https, turn } = progress;
  return [
    { name: 'sites', isDone: sites > 0 },
    { name: 'endpoints', isDone: endpoints > 0 },
    { name: 'accounts', isDone: accounts > 0 },
    { name: 'pairing', isDone: endpoints > 0 && pairedEndpoints === endpoints },
    { name: 'meeting', isDone: meetings > 0 },
    { name: 'mail', isDone: mail },
    { name: 'https', isDone: https },
    { name: 'turn', isDone: turn },
  ];
}
