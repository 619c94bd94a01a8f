/** The longest time that anybody asks about at once; by itself, so that a screen can say it without a parser. */
export const MAX_WINDOW_NIGHTS = 800;
