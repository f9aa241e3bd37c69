/** What one page of OpenClaw's `--help` states, terms as they stand there: `--timeout <ms>`, `[requestId]`. */
export interface CliPage {
  readonly usage: string;
  readonly aliases?: readonly string[];
  readonly arguments?: readonly string[];
  readonly commands?: readonly string[];
  readonly options?: readonly string[];
}

/** The command line of one OpenClaw version: its pages by path, `devices approve`, the front page under ''. */
export interface CliTable {
  readonly version: string;
  readonly pages: Readonly<Record<string, CliPage>>;
}

/**
 * What is wrong with a command, given without its program, for the OpenClaw of `table`; undefined where nothing is. Of
 * a command without a page only the name is known, what follows it passes. An option must stand on the page of its own
 * command: older versions let a parent's option follow the subcommand as well, the newest doesn't. That an option may
 * not be left out is on no page. A command that is only `named`, as prose does, may lack its arguments.
 */
export function problemOf(argv: readonly string[], table: CliTable, { named = false } = {}): string | undefined {
  const { version, pages } = table;
  const words = [...argv];
  const operands: string[] = [];
  let path = '';
  let page = pages[''] as CliPage;
  let mayLack = named;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') {
      if (path !== '') operands.push(...words.splice(0));
    } else if (isOption(word)) {
      const [flag = word, value] = word.startsWith('--') ? splitAt(word, '=') : [word];
      const option = optionOf(flag, page) ?? anywhere(flag, table);
      const problem = option ? takeValue(option, flag, value, words) : `has no option "${flag}"`;
      if (problem !== undefined) return `${version} ${path === '' ? '' : `"${path}" `}${problem}`;
      mayLack ||= option !== undefined && ASKS.test(option);
    } else if (operands.length > 0 || page.commands === undefined) {
      operands.push(word);
    } else {
      const below = join(path, word);
      const name = page.commands.includes(word) || Object.hasOwn(pages, below) ? below : unaliased(path, word, table);
      if (name === undefined) {
        if (page.arguments === undefined) return `${version} has no command "${below}"`;
        operands.push(word);
        continue;
      }
      const next = pages[name];
      if (!next) return undefined;
      path = name;
      page = next;
    }
  }
  const problem = miscount(operands.length, page.arguments ?? [], mayLack);
  return problem === undefined ? undefined : `${version} "${path}" ${problem}`;
}

/** What is wrong with a command, by version, where something is. As long as `tables`: no version has such a command. */
export function problemsOf(
  argv: readonly string[],
  tables: readonly CliTable[],
  options?: { readonly named?: boolean },
): readonly { readonly version: string; readonly problem: string }[] {
  return tables.flatMap((table) => {
    const problem = problemOf(argv, table, options);
    return problem === undefined ? [] : [{ version: table.version, problem }];
  });
}

const ASKS = /--(?:help|version)\b/;

const isOption = (word: string) => /^-./.test(word);
const join = (path: string, word: string) => (path === '' ? word : `${path} ${word}`);

function splitAt(text: string, mark: string): readonly string[] {
  const index = text.indexOf(mark);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + mark.length)];
}

const optionOf = (flag: string, page: CliPage | undefined) =>
  page?.options?.find((term) => term.split(/,? /).includes(flag));

/** The options of the front page may stand behind every command: OpenClaw takes them out before it reads the rest. */
function anywhere(flag: string, { pages }: CliTable): string | undefined {
  const option = optionOf(flag, pages['']);
  return option !== undefined && ASKS.test(option) ? undefined : option;
}

/** Takes the value of an option off `words`, as much as the real parser would. */
function takeValue(option: string, flag: string, value: string | undefined, words: string[]): string | undefined {
  const [, sort = '', many] = /([<[])[^>\]]*?(\.\.\.)?[>\]]$/.exec(option) ?? [];
  if (sort === '') return value === undefined ? undefined : `takes no value for "${flag}"`;
  if (value === undefined && sort === '<' && words.shift() === undefined) return `needs a value for "${flag}"`;
  if (value === undefined && sort === '[' && words[0] !== undefined && !isOption(words[0])) words.shift();
  while (many && words[0] !== undefined && !isOption(words[0])) words.shift();
  return undefined;
}

function unaliased(path: string, word: string, { pages }: CliTable): string | undefined {
  return Object.keys(pages).find(
    (name) => pages[name]?.aliases?.includes(word) && name.split(' ').slice(0, -1).join(' ') === path,
  );
}

function miscount(count: number, places: readonly string[], mayLack: boolean): string | undefined {
  const missing = places.filter((place) => place.startsWith('<'))[count];
  if (missing !== undefined && !mayLack) return `needs ${missing}`;
  if (count <= places.length || places.at(-1)?.includes('...')) return undefined;
  return `takes ${places.length === 0 ? 'no arguments' : `${places.length} argument${places.length > 1 ? 's' : ''}, not ${count}`}`;
}

const PROGRAM = /(?<![\w./~@:=-])openclaw(?:-cli|@[\w.-]+)?(?=\s)/g;

/** Before a name that is no command but a package, a container or a service. */
const NAMES =
  /(?<![\w-])(?:exec|i|install|add|uninstall|update|view|restart|start|stop|logs|pull|inspect|rm|kill)\s+(?:-\S+\s+)*$/i;

/** What stands before the program in a command: how it gets to where OpenClaw runs. */
const CARRIED =
  /^\s*(?:\$\s+)?(?:(?:docker|podman|nerdctl|kubectl|sudo|npx|pnpm|wsl(?:\.exe)?|ssh|env|su|[A-Z_]+=\S*)\s+(?:\S+\s+)*?)?$/;

/** What stands behind a word tells that it is meant as a command: an option or the placeholder of an id. */
const FOLLOWS = /^(?:--[a-z]|<|\{|[A-Z][A-Z0-9_]*_(?:ID|CODE)\b)/;

/** Words with which a sentence goes on and no command does. */
const PROSE = new Set([
  ...['a', 'an', 'and', 'are', 'as', 'at', 'be', 'because', 'before', 'but', 'by', 'can', 'does', 'for', 'from', 'has'],
  ...['here', 'if', 'in', 'inside', 'into', 'is', 'it', 'its', 'nor', 'not', 'of', 'on', 'once', 'or', 'so', 'than'],
  ...['that', 'the', 'then', 'there', 'this', 'through', 'to', 'under', 'until', 'was', 'what', 'when', 'where'],
  ...['which', 'while', 'who', 'will', 'with', 'within', 'without'],
]);

/**
 * The openclaw commands that a text speaks of, each as argv without its program. In quotes or backticks that begin with
 * it a command is taken as it stands, `start|stop` as two. In the midst of a sentence it goes as far as its words are
 * subcommands that some version has, options, placeholders, configuration keys and numbers; a subcommand that no
 * version has is found there only behind «run», or before an option or a placeholder.
 */
export function commandsIn(text: string, tables: readonly CliTable[]): readonly (readonly string[])[] {
  return text.split(/\r?\n/).flatMap((line) =>
    [...line.matchAll(PROGRAM)]
      .filter(({ index }) => !NAMES.test(line.slice(0, index)))
      .flatMap(({ 0: program, index }) => {
        const { before, closer } = quoteAround(line, index);
        const rest = line.slice(index + program.length);
        const end = closer === undefined ? -1 : rest.indexOf(closer);
        const words = wordsOf(end < 0 ? rest : rest.slice(0, end));
        const isCommand = end >= 0 && CARRIED.test(before) && !PROSE.has(words[0] ?? '');
        return isCommand ? alternatives(quoted(words)) : [inSentence(words, before, tables)];
      })
      .filter((argv) => argv.length > 0),
  );
}

const QUOTES: Readonly<Record<string, string>> = { '`': '`', '"': '"', "'": "'", '«': '»', '“': '”', '‘': '’' };

/** The mark that will close the innermost quotation open at `index`, and what stands between its begin and that. */
function quoteAround(line: string, index: number): { readonly before: string; readonly closer?: string } {
  const open: { readonly closer: string; readonly at: number }[] = [];
  for (let at = 0; at < index; at++) {
    const mark = line[at] ?? '';
    const followsLetter = /\w/.test(line[at - 1] ?? '');
    if (followsLetter && /\w/.test(line[at + 1] ?? '')) continue;
    const opened = open.findLastIndex(({ closer }) => closer === mark);
    if (opened >= 0) open.splice(opened);
    else if (QUOTES[mark] !== undefined && !followsLetter) open.push({ closer: QUOTES[mark], at: at + 1 });
  }
  const last = open.at(-1);
  return last ? { before: line.slice(last.at, index), closer: last.closer } : { before: line.slice(0, index) };
}

/** Words as a shell splits them; what a synopsis has in brackets, ` [--json]`, counts as given. */
const wordsOf = (text: string): readonly string[] =>
  text.replace(/(\s)\[([^[\]"']+)\]/g, '$1$2').match(/(?:"[^"]*"|'[^']*'|\{[^{}]*\}|<[^<>]*>|[^\s"'{<]|["'{<])+/g) ??
  [];

const unquote = (word: string) =>
  word.replace(/"([^"]*)"|'([^']*)'/g, (_, double = '', single = '') => double || single);

/** The words up to a pipe, a redirection, the next command or an ellipsis that isn't an option's value. */
function quoted(words: readonly string[]): readonly string[] {
  const argv: string[] = [];
  for (const word of words) {
    if (/^(?:[|&;>#]|\d>)/.test(word)) break;
    if (/^(?:…|\.\.\.)/.test(word) && !isOption(argv.at(-1) ?? '')) break;
    argv.push(unquote(word.replace(/;$/, '')));
    if (word.endsWith(';')) break;
  }
  return argv;
}

function alternatives(argv: readonly string[]): readonly (readonly string[])[] {
  const at = argv.findIndex((word) => /^[a-z-]+(?:[|/][a-z-]+)+$/.test(word));
  if (at < 0 || at > 1) return [argv];
  return argv[at]?.split(/[|/]/).map((word) => argv.with(at, word)) ?? [];
}

function inSentence(words: readonly string[], before: string, tables: readonly CliTable[]): readonly string[] {
  const argv: string[] = [];
  let path = '';
  let operands = 0;
  for (const [index, raw] of words.entries()) {
    const word = raw.replace(/\]\(.*|[.,;:!?…)\]»”’`]+$/, '');
    const isLast = word !== raw;
    const next = isLast ? '' : (words[index + 1] ?? '');
    const pages = tables.flatMap((table) => table.pages[path] ?? []);
    const room = Math.max(0, ...pages.map((page) => page.arguments?.length ?? 0)) - operands;
    const previous = argv.at(-1) ?? '';
    const isName = /^[a-z][a-z-]*$/.test(word) && !PROSE.has(word);

    if (isOption(word)) {
      if (path === '' && !tables.some((table) => optionOf(word.replace(/=.*/, ''), table.pages['']))) break;
    } else if (operands === 0 && pages.some((page) => page.commands?.includes(word))) {
      path = join(path, word);
    } else if (tables.some((table) => wantsValue(previous, path, table))) {
      // Whatever it is, it belongs to the option.
    } else if (
      isPlaceholder(word) ||
      (room > 0 && (isArgument(word) || (isKey(previous) && !PROSE.has(word)))) ||
      (room > 0 && isName && isOption(next)) ||
      (room > 1 && isName && (isPlaceholder(next) || isArgument(next)))
    ) {
      operands++;
    } else {
      const isBelieved = path === '' && /\brun\s+$/i.test(before);
      if (operands === 0 && isName && (isBelieved || FOLLOWS.test(next))) argv.push(word);
      break;
    }
    argv.push(unquote(word));
    if (isLast) break;
  }
  return argv;
}

function wantsValue(flag: string, path: string, { pages }: CliTable): boolean {
  return isOption(flag) && /[>\]]$/.test(optionOf(flag, pages[path]) ?? optionOf(flag, pages['']) ?? '');
}

const isPlaceholder = (word: string) => /^(?:<.+>|\{.+\}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[.,;:!?)]*$/.test(word);
const isArgument = (word: string) => /^(?:[A-Z][A-Z0-9-]+|\d+|["'].*["'])[.,;:!?)]*$/.test(word) || isKey(word);
const isKey = (word: string) => /^[a-z][\w-]*(?:\.[\w*-]+|\[\w+\])+[.,;:!?)]*$/i.test(word);
