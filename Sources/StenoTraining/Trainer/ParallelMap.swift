import StenoKernels
import Synchronization

/// The results of some pieces of work, in the order of the pieces, computed by several threads.
func parallelMap<Piece: Sendable, Result: Sendable>(
    _ pieces: [Piece], on workers: Workers, _ work: @Sendable (Piece) -> Result
) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: pieces.count))
    workers.forEach(pieces.count) { index in
        let result = work(pieces[index])
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
}
