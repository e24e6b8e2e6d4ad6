// How much was drawn and asked for: what keeps long documents fluid can be counted.

export const work = { blocks: 0, paragraphs: 0, marks: 0, rows: 0, previews: 0 };
