/** What `--from` may be given: a machine as it was recorded, captured outputs, what somebody wrote down, or any text. */
export type HandedIn = 'recording' | 'folder' | 'evidence-file' | 'text';
