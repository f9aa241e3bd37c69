import { createContext, use } from 'react';
import { type Theme, themeOf } from '../theme.ts';

export const ThemeContext = createContext<Theme>(themeOf({}, 'linux'));

/** How much room there is. */
export interface Room {
  /** Too few rows for air: no empty lines, what matters first. */
  readonly isLow: boolean;
  /** Rows and columns beside the text: what it rests on stands there. Null: there is no room for that. */
  readonly aside: { readonly rows: number; readonly columns: number } | null;
  /** The columns for one line of a picture, which may be longer than a line of text; 0: pictures have a row each place. */
  readonly wide: number;
}

export const RoomContext = createContext<Room>({ isLow: false, aside: null, wide: 0 });

export function useRoom(): Room {
  return use(RoomContext);
}

export function useTheme(): Theme {
  return use(ThemeContext);
}
