/**
 * Takes out of the environment what tells a program that it is under test: OpenClaw then writes no log file and leaves
 * out other things that it does for a user.
 */
export const notUnderTest: Readonly<Record<string, undefined>> = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(?:VITEST|TEST$|NODE_ENV$|VITE_|DEV$|PROD$|MODE$|BASE_URL$|SSR$)/.test(name))
    .map((name) => [name, undefined]),
);
