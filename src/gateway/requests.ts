/** A pairing request dies five minutes after its client last asked; ms. */
export const REQUEST_LIFE_MS = 300_000;
