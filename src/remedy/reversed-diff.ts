/** The unified diff that leads back: what came goes, and what went comes. */
export function reversedDiff(diff: string): string {
  const out: string[] = [];
  let gone: string[] = [];
  const flush = () => {
    out.push(...gone);
    gone = [];
  };
  for (const line of diff.split('\n')) {
    const hunk = /^@@ -(\S+) \+(\S+) @@(.*)$/.exec(line);
    const isHead = out.length < 2;
    if (isHead || hunk || !/^[-+]/.test(line)) {
      flush();
      out.push(hunk ? `@@ -${hunk[2]} +${hunk[1]} @@${hunk[3]}` : line);
    } else if (line.startsWith('-')) gone.push(`+${line.slice(1)}`);
    // Lines that go stand before those that come.
    else out.push(`-${line.slice(1)}`);
  }
  flush();
  return out.join('\n');
}
