/** What src/host/clean.ts puts in the place of a secret: `<secret-1>`, the same for the same secret within a run; as a part of patterns. */
export const STAND_IN = String.raw`<secret-\d+>`;

const ANY = new RegExp(STAND_IN);
const EVERY = new RegExp(STAND_IN, 'g');

/** Whether a secret was taken out of a text: as a command or a setting it would be wrong. */
export const hasStandIn = (text: string) => ANY.test(text);

/** What stands around the secrets of a text. */
export const partsAround = (text: string) => text.split(EVERY);
