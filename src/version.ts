declare const DOCTOR_VERSION: string | undefined;

/** The doctor's own version; `dev` where it doesn't run from a bundle. */
export const doctorVersion = typeof DOCTOR_VERSION === 'string' ? DOCTOR_VERSION : 'dev';
