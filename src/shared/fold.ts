/**
 * The form in which text is compared when searching: lower case, letter by letter. A text matches
 * when its folded form contains the folded needle: a plain substring, nothing being a wildcard,
 * accents as they are written.
 */
export const fold = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ');
