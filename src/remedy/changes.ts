import { isPath } from '../facts/compose-mount.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { Finding, Step } from '../model/report.ts';
import type { ComposeEdit } from '../model/rule.ts';
import { commentsLost, settingEditOf, writesSettings } from './setting-steps.ts';

/**
 * The findings with what their steps change in a file of the user's as diffs of that file: the compose file, and the
 * openclaw.json where OpenClaw itself would not keep all that is in it. Where a file can't be read, or can't be changed
 * for certain, the step says in words what to write, or stays a command.
 */
export async function withChanges(findings: readonly Finding[], facts: Facts): Promise<readonly Finding[]> {
  const steps = findings.flatMap(({ remedies }) => remedies.flatMap((remedy) => remedy.steps));
  const hasEdits = steps.some(({ edit }) => edit);
  const hasSettings = steps.some(writesSettings);
  if (!hasEdits && !hasSettings) return findings;
  const show = hasEdits ? await composeShower(facts) : (step: Step) => step;
  const showAll = hasSettings ? await settingsShower(steps, facts) : (all: readonly Step[]) => all;
  return findings.map((finding) => ({
    ...finding,
    remedies: finding.remedies.map((remedy) => ({ ...remedy, steps: showAll(remedy.steps.map(show)) })),
  }));
}

/** What makes a step that changes the compose file one that shows how. */
async function composeShower(facts: Facts): Promise<(step: Step) => Step> {
  const file = valueIn(facts, 'compose.file');
  const text = valueIn(facts, 'compose.text');
  const service = valueIn(facts, 'compose.service');
  const isThere = file != null && text != null && service != null && valueIn(facts, 'compose.error') === null;
  // Parsing and comparing files is loaded only where there is one to compare.
  const tools = isThere ? await loadTools(import('./compose-change.ts')) : undefined;
  return ({ edit, ...step }) => {
    if (!edit) return step;
    const changed = tools && isThere ? tools.changeCompose(text, service, edit) : undefined;
    if (!tools || !isThere || changed === undefined) return { ...step, say: `${step.say} ${inWords(edit, facts)}` };
    return { ...step, change: { file, diff: tools.diffOf(file, text, changed), service, edit } };
  };
}

/** What makes steps that set something in the gateway's openclaw.json changes of that file, each on top of those before. */
async function settingsShower(
  all: readonly Step[],
  facts: Facts,
): Promise<(steps: readonly Step[]) => readonly Step[]> {
  const file = valueIn(facts, 'gateway.config.hostFile');
  const text = valueIn(facts, 'gateway.config.text');
  const isThere = file != null && text != null && all.some((step) => settingEditOf(step, facts));
  const tools = isThere ? await loadTools(import('./settings-change.ts')) : undefined;
  return (steps) => {
    let before = text ?? '';
    return steps.map((step) => {
      const setting = tools && settingEditOf(step, facts);
      const after = setting && tools.changeSettings(before, setting);
      if (!tools || !setting || after === undefined || file == null)
        return writesSettings(step) ? { ...step, say: step.say + commentsLost(step, facts) } : step;
      const diff = tools.diffOf(file, before, after);
      before = after;
      const { run, say, ...rest } = step;
      return { ...rest, say: `${say} All else in the file stays as it is.`, change: { file, diff, setting } };
    });
  };
}

async function loadTools<T>(tools: Promise<T>): Promise<T & typeof import('./unified-diff.ts')> {
  return { ...(await tools), ...(await import('./unified-diff.ts')) };
}

/** The change for somebody who makes it without seeing it. */
function inWords({ compose, source, target }: ComposeEdit, facts: Facts): string {
  const project = valueIn(facts, 'gateway.composeProject');
  const service = valueIn(facts, 'compose.service') ?? valueIn(facts, 'gateway.composeService') ?? 'openclaw-gateway';
  const file = valueIn(facts, 'compose.file') ?? valueIn(facts, 'gateway.composeFile') ?? 'the compose file';
  if (compose === 'publish-loopback')
    return publishInWords(target, facts, project, `In ${file}, under «ports:» of the service ${service}`);
  if (compose === 'host-network') return networkInWords(project, `In ${file}, in the service ${service}`);
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

function networkInWords(project: string | null | undefined, where: string): string {
  const bind =
    'start the gateway with --bind loopback: without that the port is open to your whole network. Clients then find it at its own port.';
  return project === null
    ? `Where you start the container, give it --network host in place of its -p options, and ${bind}`
    : `${where}, write «network_mode: host» in place of its «ports:» and «networks:», and ${bind}`;
}

function publishInWords(port: string, facts: Facts, project: string | null | undefined, where: string): string {
  const entry = `127.0.0.1:${valueIn(facts, 'gateway.publishedPort') ?? port}:${port}`;
  return project === null
    ? `Where you start the container, give it the option -p ${entry} in place of the one that it has for this port.`
    : `${where}, write «- "${entry}"» in place of the entry that ends in «:${port}».`;
}
