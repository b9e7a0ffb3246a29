// Writes the dashboards to where Grafana's provisioning reads them: `node deploy/dashboards/main.ts`, after a change
// here. A unit test fails if the committed file differs from what this writes.
import { writeFileSync } from 'node:fs';
import { bridgeHealth } from './bridge-health.ts';

const target = new URL('../grafana/dashboards/bridge-health.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(bridgeHealth(), null, 2)}\n`);
