import { flag, list, number, type Shape, text, texts } from './shape.ts';

/** Where the gateway keeps its state, what failed there, and the compose file that says so. */
export const storageFacts = {
  // Where the gateway keeps its state
  'state.mount': text(
    'what covers the state folder: bind, volume (it has a name), anonymous (a volume without one), tmpfs (memory), none; null: the gateway runs in no container',
  ),
  'state.target': text('where that mount is in the container; null: there is none'),
  'state.source': text('what is mounted there, as the engine tells it; null: there is none'),
  'state.writable': flag('the gateway may write to that mount; null: there is none'),
  'state.folder': text('the state folder as its host knows it; null: it lies in no folder of the host'),
  'state.place': text(
    'what kind of place that is: plain, synced (a cloud copies it), network, wsl (inside a distribution), windows, literal (a variable that nobody filled in); null: no folder of the host',
  ),
  'state.placeName': text('which one: OneDrive, nfs, the distribution, %USERPROFILE%; null: a plain place'),
  'state.unseen': text(
    "the state folder of the user's other home (Windows or WSL, their own or root's), which is not the one mounted; null: none is",
  ),
  'state.unseenSource': text('the same folder as the compose file on the other side must name it; null: none is'),
  'state.owner': text('whom the mounted folder belongs to, on its host: root, or the number of a user'),
  'state.ownerCanWrite': flag('the user that the gateway runs as may write to that folder, by its owner and mode'),
  'state.strays': list("mounts at folders that look like OpenClaw's state and do not cover the gateway's", {
    target: text('where it is in the container'),
    from: text('what is mounted there, as its host knows it'),
    kind: text(
      'other-home (a state folder of another home), legacy (an old name of it), below (a part of the state folder), mangled (a path that a shell rewrote)',
    ),
  }),
  'state.configMount': text('what is mounted as openclaw.json alone; null: nothing is'),
  'state.configFolder': text('the folder that this file lies in, where it is a state folder; null: it is none'),
  'state.strayHolds': flag(
    'anything of a state lies in the folder of the first of these mounts, on its host; null: there is no such mount',
  ),
  'state.configFolderHolds': flag(
    'anything of a state lies beside that file, in its folder; null: no such file is mounted',
  ),
  'state.hostPath': text(
    'the state folder that the container is told, where that is a path of its host; null: it is none',
  ),
  'state.lost': texts('devices that the log shows as approved and that must be approved again'),
  'state.copyFolder': text('where a copy of the state is put before anything changes'),
  'state.copyOut': texts(
    'the argv that copies the state out of the container; of a tmpfs, from where copyInside put it',
  ),
  'state.copyInside': texts('the argv that copies the state out of a tmpfs, to where it can be fetched'),
  'state.fill': texts('the argv that puts that copy into the new mount and gives it to the right user'),
  'state.chown': texts('the argv that gives the mounted folder or volume to the user that the gateway runs as'),

  // Why the gateway could not start or write, as it or the container engine says
  failures: list('what failed, newest first', {
    kind: text(
      'denied, no-folder, read-only, busy, full, locked (files); lease, port (another gateway or program); publish, tunnel (that port, outside); volume-name, undefined-volume, empty-source, invalid-mode (a mount that is refused); unset-variable; mode-unset and others of rules/signatures/start.yaml (why it ends at its start)',
    ),
    path: text('the path, volume or variable that it names; null: none'),
    place: text(
      'what that path is: state, config, host (a path of the host, inside a container), other; null: no path',
    ),
    port: number('the port that it names; null: none'),
    text: text('its words'),
    at: number('when, in ms since 1970; null: not told'),
    past: flag('the gateway has started since, so that it is over'),
    source: text('where it was seen'),
  }),

  // The compose file that the gateway is started from
  'compose.file': text('the file that holds the state mount of its service, or that service; null: none was found'),
  'compose.service': text('the service that is the gateway'),
  'compose.text': text('the text of that file'),
  'compose.error': text('why it can’t be parsed, with line and column; null: it can'),
  'compose.mount': text('the state mount as it is written; null: there is none'),
  'compose.mountSource': text('its source as it is written; null: it names none'),
  'compose.mountTarget': text('its target'),
  'compose.problems': list('what in it can’t work', {
    kind: text(
      'literal (a variable in a form that compose does not fill in), other-user (~name), unset (a variable that has no value), undeclared (a volume that the file does not declare)',
    ),
    part: text('the part that is wrong'),
    entry: text('the entry as it is written'),
    better: text('the source as it should be'),
  }),
} as const satisfies Readonly<Record<string, Shape>>;
