/** How Windows takes a command line apart, written from its documentation, so that what was written can be read back. */

/** The argv that a program gets: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments */
export function argumentsOf(line: string): readonly string[] {
  const found: string[] = [];
  let current: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const rest = line.slice(at);
    const [slashes = ''] = /^\\+(?=")/.exec(rest) ?? [];
    if (slashes !== '') {
      current = (current ?? '') + '\\'.repeat(Math.floor(slashes.length / 2));
      at += slashes.length;
      if (slashes.length % 2 === 1) current += '"';
      else {
        isQuoted = !isQuoted;
      }
    } else if (isQuoted && rest.startsWith('""')) {
      current = `${current ?? ''}"`;
      at += 1;
    } else if (rest.startsWith('"')) {
      isQuoted = !isQuoted;
      current ??= '';
    } else if (/^[ \t]/.test(rest) && !isQuoted) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else {
      current = (current ?? '') + line[at];
    }
  }
  return current === undefined ? found : [...found, current];
}

/** The line that cmd hands on: it knows double quotes and carets, and stops at signs of its own outside quotes. */
export function readByCmd(typed: string): string {
  if (/%[^%]*%/.test(typed)) throw new Error('cmd fills in a variable');
  if (typed.includes('!')) throw new Error('cmd may fill in a variable late');
  let out = '';
  let isQuoted = false;
  for (let at = 0; at < typed.length; at += 1) {
    const sign = typed.charAt(at);
    if (sign === '"') isQuoted = !isQuoted;
    if (!isQuoted && /[&|<>()]/.test(sign)) throw new Error(`cmd acts on ${sign}`);
    if (sign === '\n') throw new Error('cmd runs what stands before the line break');
    if (sign === '^' && !isQuoted) {
      // A line break after a caret goes, and the sign after it means nothing.
      at += typed.charAt(at + 1) === '\n' ? 2 : 1;
      out += typed.charAt(at);
    } else out += sign;
  }
  return out;
}

/** Which PowerShell hands arguments on: 5.1 doesn't escape, 7 writes them as programs read them. */
export type PowerShell = '5.1' | '7';

/** The command line that PowerShell hands to a program: about_Parsing, about_Quoting_Rules. */
export function readByPowerShell(typed: string, version: PowerShell): string {
  const { words, verbatim } = powershellWords(typed);
  const [program = '', ...rest] = words;
  const line = rest.map((word) => (version === '5.1' ? unescaped(word) : escaped(word)));
  return [escaped(program), ...line, ...(verbatim === undefined ? [] : [verbatim])].join(' ');
}

const unescaped = (word: string) => (/\s/.test(word) && !word.includes('"') ? `"${word}"` : word);
const escaped = (word: string) =>
  word === '' || /[\s"]/.test(word) ? `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"` : word;

/** The words of a line, and what stands after `--%` as it is. */
function powershellWords(typed: string): { words: readonly string[]; verbatim: string | undefined } {
  const words: string[] = [];
  let rest = typed.replaceAll('`\n', '').trimStart();
  let isCalled = false;
  if (rest.startsWith('& ')) {
    isCalled = true;
    rest = rest.slice(2).trimStart();
  }
  while (rest !== '') {
    if (/^--%\s/.test(rest)) {
      const verbatim = rest.slice(4);
      if (/[\n%]/.test(verbatim)) throw new Error('what is verbatim ends, or a variable is filled in');
      for (const [index, part] of verbatim.split('"').entries()) {
        if (index % 2 === 0 && /[|&]/.test(part)) throw new Error('a pipe ends it');
      }
      return { words, verbatim };
    }
    const quote = /^['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛](?=\s|$)/.exec(rest);
    const bare = /^(?!@)[^\s'"‘’‚‛“”„`$(){};,|&<>#~*?[\]!%^]+(?=\s|$)/.exec(rest);
    if (quote) {
      if (words.length === 0 && !isCalled) throw new Error('a text is no command');
      words.push((quote[1] ?? '').replaceAll(/(['‘’‚‛])['‘’‚‛]/g, '$1'));
    } else if (bare) {
      const [word] = bare;
      if (word === '--') throw new Error('PowerShell swallows it');
      if (/^-\w[^\s]*[.:]/.test(word)) throw new Error(`PowerShell cuts ${word} in two`);
      if (word !== '' && !Number.isNaN(Number(word))) throw new Error(`PowerShell may write the number ${word} anew`);
      words.push(word);
    } else throw new Error(`PowerShell acts on: ${rest}`);
    rest = rest.slice((quote ?? bare)?.[0].length).trimStart();
  }
  return { words, verbatim: undefined };
}
