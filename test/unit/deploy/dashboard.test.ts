import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { bridgeHealth } from '../../../deploy/dashboards/bridge-health.ts';

describe('deploy/grafana/dashboards', () => {
  it('equals the output of deploy/dashboards/main.ts', () => {
    const committed = new URL('../../../deploy/grafana/dashboards/bridge-health.json', import.meta.url);
    expect(readFileSync(committed, 'utf8')).to.equal(`${JSON.stringify(bridgeHealth(), null, 2)}\n`);
  });
});
