/** Stands after content.ts on the sites that the reader has chosen: there a page is read without a click. */

void globalThis.sidelight?.read("site");
