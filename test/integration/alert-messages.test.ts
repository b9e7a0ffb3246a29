import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { startAlertmanager } from '../support/alertmanager.ts';
import { eventually } from '../support/eventually.ts';

const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(z.object({ alert: z.string(), annotations: z.record(z.string(), z.string()) })),
    }),
  ),
});

describe('messages of alerts', function () {
  this.timeout(120_000);

  it('have the path of the runbook, at the gateway and in the mail', async () => {
    await using alertmanager = await startAlertmanager();
    const { groups } = rules.parse(
      parse(readFileSync(new URL('../../deploy/prometheus/rules.yml', import.meta.url), 'utf8')),
    );
    const annotations = groups
      .flatMap((group) => group.rules)
      .find(({ alert }) => alert === 'DatabaseAway')?.annotations;
    const runbook = 'docs/runbooks/DatabaseAway.md';
    const labels = { alertname: 'DatabaseAway', severity: 'page', instance: 'a:9464' };
    // As Prometheus sends it.
    const sent = await fetch(`http://${alertmanager.address}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels, annotations }]),
    });
    expect(sent.status).to.equal(200);
    const patience = { timeoutMs: 60_000, intervalMs: 250 };
    await eventually(() => alertmanager.pages.length > 0, 'the gateway to be called', patience);
    expect(alertmanager.pages.map((alert) => alert.annotations['runbook'])).to.deep.equal([runbook]);
    await eventually(() => alertmanager.mails.length > 0, 'the mail', patience);
    // Quoted-printable breaks lines anywhere, with "=" at their ends.
    const [text] = alertmanager.mails.map(({ raw }) => raw.replaceAll(/=\r?\n/g, ''));
    expect(text).to.include(runbook);
  });
});
