import { createContext, use } from 'react';
import { type Theme, themeOf } from '../theme.ts';

export const ThemeContext = createContext<Theme>(themeOf({}, 'linux'));

export function useTheme(): Theme {
  return use(ThemeContext);
}
