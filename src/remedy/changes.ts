import { isPath } from '../facts/compose-mount.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { Finding, Step } from '../model/report.ts';
import type { ComposeEdit } from '../model/rule.ts';

/**
 * The findings with what their steps change in the user's compose file as diffs of that file; where it can't be read,
 * or can't be changed for certain, the step says in words what to write.
 */
export async function withChanges(findings: readonly Finding[], facts: Facts): Promise<readonly Finding[]> {
  const hasEdits = findings.some(({ remedies }) => remedies.some(({ steps }) => steps.some(({ edit }) => edit)));
  if (!hasEdits) return findings;
  const show = await shower(facts);
  return findings.map((finding) => ({
    ...finding,
    remedies: finding.remedies.map((remedy) => ({ ...remedy, steps: remedy.steps.map(show) })),
  }));
}

/** What makes a step that changes the file one that shows how. */
async function shower(facts: Facts): Promise<(step: Step) => Step> {
  const file = valueIn(facts, 'compose.file');
  const text = valueIn(facts, 'compose.text');
  const service = valueIn(facts, 'compose.service');
  const isThere = file != null && text != null && service != null && valueIn(facts, 'compose.error') === null;
  // Parsing and comparing files is loaded only where there is one to compare.
  const tools = isThere ? await import('./compose-change.ts') : undefined;
  return ({ edit, ...step }) => {
    if (!edit) return step;
    const changed = tools && isThere ? tools.changeCompose(text, service, edit) : undefined;
    if (!tools || !isThere || changed === undefined) return { ...step, say: `${step.say} ${inWords(edit, facts)}` };
    return { ...step, change: { file, diff: tools.diffOf(file, text, changed), service, edit } };
  };
}

/** The change for somebody who makes it without seeing it. */
function inWords({ compose, source, target }: ComposeEdit, facts: Facts): string {
  const project = valueIn(facts, 'gateway.composeProject');
  const service = valueIn(facts, 'compose.service') ?? valueIn(facts, 'gateway.composeService') ?? 'openclaw-gateway';
  const file = valueIn(facts, 'compose.file') ?? valueIn(facts, 'gateway.composeFile') ?? 'the compose file';
  if (compose === 'publish-loopback')
    return publishInWords(target, facts, project, `In ${file}, under «ports:» of the service ${service}`);
  const entry = `${source ?? valueIn(facts, 'state.source') ?? 'SOURCE'}:${target}`;
  // Known to be started without compose.
  if (project === null) {
    return compose === 'writable-mount'
      ? `Leave «:ro» out of its option -v ${entry}.`
      : `Where you start the container, give it the option -v ${entry}.`;
  }
  const where = `In ${file}, under «volumes:» of the service ${service}`;
  switch (compose) {
    case 'writable-mount':
      return `${where}, take «:ro» or «read_only: true» from the entry at ${target}.`;
    case 'retarget-mount':
      return `${where}, let the entry end in «:${target}».`;
    case 'mount-state': {
      const isVolume = source !== undefined && !isPath(source);
      const declared = isVolume ? `, and at the left edge of the file, under «volumes:», the line «${source}:»` : '';
      return `${where}, write «- ${entry}» in place of what was meant for the state${declared}.`;
    }
    default:
      return compose satisfies never;
  }
}

function publishInWords(port: string, facts: Facts, project: string | null | undefined, where: string): string {
  const entry = `127.0.0.1:${valueIn(facts, 'gateway.publishedPort') ?? port}:${port}`;
  return project === null
    ? `Where you start the container, give it the option -p ${entry} in place of the one that it has for this port.`
    : `${where}, write «- "${entry}"» in place of the entry that ends in «:${port}».`;
}
