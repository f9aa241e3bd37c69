import { Lexer, type Token } from 'marked';
import { describe, expect, test } from 'vitest';
import { cell, code, fenced, inline, link } from '../../src/report/markdown-text.ts';

describe('a text from outside on a line of Markdown', () => {
  test.each([
    ['a plain sentence, with punctuation (and more).', 'a plain sentence, with punctuation (and more).'],
    ['lines\n\nbecome\tone', 'lines become one'],
    ['ask @octocat, or @org/team', 'ask `@octocat`, or `@org/team`'],
    ['as in #123, owner/repo#7, GH-26 and gh-7', 'as in `#123`, `owner/repo#7`, `GH-26` and `gh-7`'],
    ['since deadbeef0123', 'since `deadbeef0123`'],
    [
      'see https://evil.example/x, (www.evil.example) or me@evil.example',
      'see `https://evil.example/x`, (`www.evil.example`) or `me@evil.example`',
    ],
    ['<img src=x> and </details>', '`<img` `src=x>` and `</details>`'],
    ['[a](javascript:x) ![b](c)', '`[a](javascript:x)` `![b](c)`'],
    ['*bold* _it_ ~~gone~~ $x$ :tada:', '`*bold*` `_it_` `~~gone~~` `$x$` `:tada:`'],
    ['a `tick` and ``two``', 'a `` `tick` `` and ``` ``two`` ```'],
    ['&lt; &#64;bob', '`&lt`; `&#64;bob`'],
    ['«<secret-1>», for 127.0.0.1:18789.', '«`<secret-1>`», for `127.0.0.1:18789`.'],
    ['start it with --bind lan', 'start it with `--bind` lan'],
    ['1. one', '1\\. one'],
    ['- one', '\\- one'],
    ['=== one', '\\=== one'],
    ['# one', '`#` one'],
    ['', ''],
  ])('%j', (text, markdown) => {
    expect(inline(text)).toBe(markdown);
  });

  test('in a table no bar ends the cell', () => {
    expect(cell('a | b `x|y`')).toBe('a ¦ b `` `x¦y` ``');
  });
});

test('whatever it is made of, it is shown as it was and means nothing', () => {
  for (const text of mixtures(3000)) {
    for (const markdown of [inline(text), `- ${inline(text)}`, `1. ${inline(text)}`, `### ${inline(text)}`]) {
      const leaves = leavesOf(new Lexer({ gfm: true }).lex(markdown));
      expect({ text, kinds: leaves.map(({ type }) => type).filter((type) => !ALLOWED.includes(type)) }).toEqual({
        text,
        kinds: [],
      });
      const prose = leaves.filter(({ type }) => type === 'text').map(({ raw }) => raw);
      expect(prose.filter((raw) => LIVE.test(raw))).toEqual([]);
    }
  }
});

describe('code', () => {
  test('is as it was, on one line', () => {
    expect([code('a\n b'), code('`'), code('a``b'), code('')]).toEqual(['`a b`', '`` ` ``', '```a``b```', '']);
  });

  test('in a block isn’t ended by what is in it', () => {
    expect(fenced(['a', '````', '', '~~~'], 'sh', '   ')).toEqual([
      '   `````sh',
      '   a',
      '   ````',
      '',
      '   ~~~',
      '   `````',
    ]);
  });
});

test('a link is one of the web, or code', () => {
  expect([link('https://docs.openclaw.ai/a b>'), link('javascript:alert(1)'), link('no')]).toEqual([
    '<https://docs.openclaw.ai/a%20b%3E>',
    '`javascript:alert(1)`',
    '`no`',
  ]);
});

const ALLOWED = ['text', 'codespan', 'escape'];
/** What GitHub makes something of, wherever it stands in prose. */
const LIVE = /@|#\d|\bgh-\d|:\/\/|www\.|:[\w+-]+:|\b[0-9a-f]{7,40}\b/i;

/** Tokens without any below them. */
function leavesOf(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    const below = 'items' in token ? token.items : 'tokens' in token ? token.tokens : undefined;
    return below === undefined || below.length === 0 ? [token] : leavesOf(below);
  });
}

/** Texts made of all that means something to Markdown or GitHub, the same ones in every run. */
function mixtures(count: number): readonly string[] {
  const parts =
    '` `` ``` ~~~ * ** _ __ [ ] ( ) ![ < > <b> </details> <!-- --> & &lt; &#64; | ~~ $ # ## @bob #12 GH-12 a/b#3 https://x.y/z www.x.com me@x.com :tada: - + 1. 1) === --- \\ \\\\ ! . : { } ^ [^1] [x] deadbeef « » word a "'.split(
      ' ',
    );
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 1 + next(10) }, () => `${parts[next(parts.length)]}${['', ' ', '\n'][next(3)]}`);
    return `${words.join('')}a`;
  });
}
