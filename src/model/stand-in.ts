/** What src/host/clean.ts puts in the place of a secret: `<secret-1>`, the same for the same secret within a run. */
const STAND_IN = /<secret-\d+>/;

/** Whether a secret was taken out of a text: as a command or a setting it would be wrong. */
export const hasStandIn = (text: string) => STAND_IN.test(text);

/** What stands around the secrets of a text. */
export const partsAround = (text: string) => text.split(/<secret-\d+>/g);
