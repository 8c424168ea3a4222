import StenoKernels
import Synchronization

/// The results of some pieces of work, in the order of the pieces, computed by several threads.
func parallelMap<Piece: Sendable, Result: Sendable>(
    _ pieces: [Piece], on workers: Workers, _ work: @Sendable (Piece) -> Result
) -> [Result] {
    parallelMap(pieces, then: [Void](), on: workers, work) { $0 }.0
}

/// The same for two kinds of work: threads that find no piece of the first left go on with the second.
func parallelMap<First: Sendable, FirstResult: Sendable, Second: Sendable, SecondResult: Sendable>(
    _ first: [First], then second: [Second], on workers: Workers,
    _ work: @Sendable (First) -> FirstResult, _ otherWork: @Sendable (Second) -> SecondResult
) -> ([FirstResult], [SecondResult]) {
    let firstResults = Mutex([FirstResult?](repeating: nil, count: first.count))
    let secondResults = Mutex([SecondResult?](repeating: nil, count: second.count))
    workers.forEach(first.count + second.count) { index in
        if index < first.count {
            let result = work(first[index])
            firstResults.withLock { $0[index] = result }
        } else {
            let result = otherWork(second[index - first.count])
            secondResults.withLock { $0[index - first.count] = result }
        }
    }
    return (
        firstResults.withLock { $0.compactMap(\.self) }, secondResults.withLock { $0.compactMap(\.self) }
    )
}
