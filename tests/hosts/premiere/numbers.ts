/** Numbers of Adobe's enums: not the real ones, whose values the types do not tell. */

export const TYPES = { CLIP: 1, BIN: 2, ROOT: 3 };
export const ITEM = { EMPTY: 10, CLIP: 11, TRANSITION: 12, PREVIEW: 13, FEEDBACK: 14 };
export const PROPERTY = { PERSISTENT: 21, NON_PERSISTENT: 22 };
export const MEDIA = { ANY: 30, DATA: 31, VIDEO: 32, AUDIO: 33 };
