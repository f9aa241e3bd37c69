import type { Item } from '../model/catalogue.ts';
import { type Fact, type Facts, known, unknown } from '../model/fact.ts';
import type { ComposeFile, ComposeService } from '../probes/compose-services.ts';
import type { Mount } from '../probes/inspect.ts';
import { type ComposeMount, withDefaults } from './compose-mount.ts';

/** The gateway as the user's compose files describe it. */
export interface Composed {
  readonly service: ComposeService;
  /** The file that holds its state mount, else the last that has the service. */
  readonly file: ComposeFile;
  readonly files: readonly ComposeFile[];
  readonly stateMount: ComposeMount | undefined;
}

const MEANT_FOR_STATE = /openclaw|clawdbot|moltbot|moldbot/i;

/** Finds the gateway's service; `named`: what its container says that it is called. */
export function composedGateway(
  files: readonly ComposeFile[],
  named: string | null,
  stateDir: string | null,
): Composed | undefined {
  const all = files.flatMap(({ services }) => services);
  const name = (all.find((service) => service.name === named) ?? likeliest(all))?.name;
  if (name === undefined) return undefined;
  const parts = files.flatMap((file) =>
    file.services.filter((service) => service.name === name).map((service) => ({ file, service })),
  );
  // What a later file says of the same target counts.
  const mounts = new Map(parts.flatMap(({ service }) => service.mounts.map((mount) => [mount.target, mount] as const)));
  const last = parts.at(-1);
  if (!last) return undefined;
  const service: ComposeService = {
    ...last.service,
    image: parts.map((part) => part.service.image).findLast((image) => image !== '') ?? '',
    user: parts.map((part) => part.service.user).findLast((user) => user !== null) ?? null,
    env: Object.assign({}, ...parts.map((part) => part.service.env)),
    mounts: [...mounts.values()],
  };
  const folder = stateDir ?? composedStateDir(service);
  const stateMount = stateMountOf(service.mounts, folder);
  const holder = parts.findLast((part) => stateMount !== undefined && part.service.mounts.includes(stateMount));
  return { service, file: (holder ?? last).file, files, stateMount };
}

function likeliest(services: readonly ComposeService[]): ComposeService | undefined {
  const isGateway = ({ name, command }: ComposeService) => /gateway/.test(name) || /\bgateway\b/.test(command);
  const isOpenclaw = ({ name, image, env, mounts }: ComposeService) =>
    MEANT_FOR_STATE.test(`${name} ${image}`) ||
    Object.keys(env).some((key) => key.startsWith('OPENCLAW_')) ||
    mounts.some(({ target }) => MEANT_FOR_STATE.test(target));
  const own = services.filter(isOpenclaw);
  return own.find(isGateway) ?? own.find(({ name }) => !/cli/.test(name)) ?? own[0];
}

/** The state folder of a service that has no container yet; null: its image decides. */
export function composedStateDir({ env, user, image, name, mounts }: ComposeService): string | null {
  const { OPENCLAW_STATE_DIR, OPENCLAW_HOME, HOME } = env;
  const home = OPENCLAW_HOME ?? HOME;
  const set = OPENCLAW_STATE_DIR ?? (home === undefined ? undefined : `${home}/.openclaw`);
  if (set !== undefined) return set.startsWith('/') ? set : null;
  if (user === 'root' || user === '0' || user?.startsWith('0:')) return '/root/.openclaw';
  const isOfficial = /(?:^|\/)openclaw(?:\/openclaw)?(?::|$)|openclaw:local/.test(withDefaults(image));
  if (isOfficial || (image === '' && /openclaw/.test(name))) return '/home/node/.openclaw';
  // Whoever mounts a state folder, under whatever name, knows the home that it is in.
  const around = mounts.map(({ target }) => STATE_FOLDER.exec(target)?.[1]).find((found) => found !== undefined);
  return around === undefined ? null : `${around}/.openclaw`;
}

const STATE_FOLDER = /^(\/.{0,200})\/\.(?:openclaw|clawdbot|moltbot|moldbot)\/?$/;

function stateMountOf(mounts: readonly ComposeMount[], folder: string | null): ComposeMount | undefined {
  return (
    mounts.find(({ target }) => folder !== null && target.replace(/\/$/, '') === folder) ??
    mounts.find(({ target }) => /\/\.(?:openclaw|clawdbot|moltbot|moldbot)(?:-[\w-]+)?\/?$/.test(target)) ??
    mounts.find(({ target }) => /\/openclaw\.json$/.test(target)) ??
    mounts.find(({ target }) => folder?.startsWith(`${target}/`))
  );
}

/** Its mounts as an engine would list them, for a gateway that has no container. */
export function composedMounts({ mounts }: ComposeService): Mount[] {
  return mounts.map(({ type, source, target, writable }) => ({
    type: type === 'anonymous' ? 'volume' : type,
    // What compose fills in itself is no text that nobody did; with what isn't known here.
    source: source.replace(/^~(?=[\\/]|$)/, '$HOME').replace(/\$\{(\w{1,60})[^}]{0,200}\}/g, '$$$1'),
    target,
    writable,
    asked: null,
  }));
}

/** What is known of the compose file. `unset`: variables that are known to have no value. */
export function composeFacts(
  files: Fact<readonly ComposeFile[]>,
  composed: Composed | undefined,
  unset: readonly string[],
): Facts {
  if (files.status === 'unknown') return Object.fromEntries(IDS.map((id) => [id, unknown(files.reason)]));
  const { service, file, stateMount } = composed ?? {};
  const source = file?.file ?? files.source;
  const fact = <T>(value: T) => known(value, source);
  return {
    'compose.file': fact(file?.file ?? null),
    'compose.service': fact(service?.name ?? null),
    'compose.text': fact(file?.text ?? null),
    'compose.error': fact((file ?? files.value.find(({ error }) => error !== null))?.error ?? null),
    'compose.mount': fact(stateMount?.entry ?? null),
    'compose.mountSource': fact(stateMount?.source || null),
    'compose.mountTarget': fact(stateMount?.target ?? null),
    'compose.problems': fact(composed ? problemsOf(composed, unset) : []),
  };
}

const IDS = [
  'compose.file',
  'compose.service',
  'compose.text',
  'compose.error',
  'compose.mount',
  'compose.mountSource',
  'compose.mountTarget',
  'compose.problems',
] as const;

function problemsOf({ service, files }: Composed, unset: readonly string[]): Item<'compose.problems'>[] {
  const declared = files.flatMap(({ volumes }) => volumes);
  const isWhole = files.every(({ error }) => error === null);
  return service.mounts
    .filter(({ source, target }) => MEANT_FOR_STATE.test(`${source} ${target}`))
    .flatMap(({ entry, type, source }) => {
      const problem = (kind: string, part: string, better: string) => [{ kind, part, entry, better }];
      const literal = FOREIGN_VARIABLE.exec(source);
      if (literal) return problem('literal', literal[0], inComposeForm(source));
      const user = /^~([\w-]{1,60})(?=[\\/])/.exec(source);
      if (user) return problem('other-user', user[0], `/home/${user[1]}${source.slice(user[0].length)}`);
      const empty = variablesIn(source).find((name) => unset.includes(name));
      if (empty !== undefined) return problem('unset', `\${${empty}}`, withFallback(source, empty));
      const name = withDefaults(source);
      const isUndeclared = isWhole && type === 'volume' && /^[\w.-]+$/.test(name) && !declared.includes(name);
      return isUndeclared ? problem('undeclared', name, source) : [];
    });
}

/** How other shells write a variable: compose fills in none of these. */
const FOREIGN_VARIABLE = /%(\w{1,60})%|\$env:(\w{1,60})|\$\{env:(\w{1,60})\}/i;

function inComposeForm(source: string): string {
  return source
    .replace(FOREIGN_VARIABLE, (_, a?: string, b?: string, c?: string) => `\${${a ?? b ?? c}}`)
    .replaceAll('\\', '/');
}

/** The variables that must have a value: `${NAME}` and `$NAME`, without a default. */
export function variablesIn(source: string): string[] {
  return [...source.matchAll(/\$(?:\{(\w{1,100})\}|([A-Za-z_]\w{0,99}))/g)].map(
    ([, braced, bare]) => braced ?? bare ?? '',
  );
}

/** A variable that stands for a whole folder gets the usual one as its default, any other stays to be set. */
function withFallback(source: string, name: string): string {
  const isWhole = source === `\${${name}}` || source === `$${name}`;
  return isWhole ? `\${${name}:-~/.openclaw}` : source.replace(new RegExp(`\\$(?:\\{${name}\\}|${name}\\b)`), '~');
}
