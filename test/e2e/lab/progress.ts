/** Runs `work` and tells on stderr how long it took, so that a CI log shows where the time goes. */
export async function timed<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  say(`${label} …`);
  try {
    const result = await work();
    say(`${label}: ${seconds()}`);
    return result;
  } catch (error) {
    say(`${label}: failed after ${seconds()}`);
    throw error;
  }
}

/** One line for the log of the run. */
export function say(line: string): void {
  process.stderr.write(`e2e lab: ${line}\n`);
}
