const longestPiece = 64;
const mostPieces = 2 ** 15;

/** The same function of a piece of text, that keeps what it gave for short pieces: words come again and again. */
export function remembered<T>(idsOf: (piece: string) => T): (piece: string) => T {
  const known = new Map<string, T>();
  return (piece) => {
    const before = known.get(piece);
    if (before !== undefined) return before;
    const ids = idsOf(piece);
    if (piece.length > longestPiece) return ids;
    if (known.size >= mostPieces) known.clear();
    known.set(piece, ids);
    return ids;
  };
}
