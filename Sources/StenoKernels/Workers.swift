import Dispatch
import Synchronization

/// How many threads a kernel may use: one decision of the program, handed down as an argument.
///
/// Work is always cut into the same pieces, however many threads share them, so results do not depend on the count.
package struct Workers: Sendable, Hashable {
    package let count: Int

    /// The calling thread alone: what data-parallel training shards use.
    package static let one = Workers(count: 1)

    package init(count: Int) {
        precondition(count >= 1, "at least one worker, not \(count)")
        self.count = count
    }

    /// Into how many pieces to cut work on so many parts that reads so many bytes: calling a thread for less than an
    /// eighth of a megabyte costs more than it saves.
    func pieces(of parts: Int, bytes: Int) -> Int {
        max(1, min(count, parts, bytes >> 17))
    }

    /// Shares parts among the threads, as many neighbors for each, where there are bytes enough to read.
    package func forEachPart(of parts: Int, bytes: Int, _ body: (Range<Int>) -> Void) {
        let pieces = pieces(of: parts, bytes: bytes)
        forEach(pieces) { piece in body(parts * piece / pieces..<parts * (piece + 1) / pieces) }
    }

    /// The same for elements, in blocks of whole vectors: only the last ones are computed as the end of an array.
    func forEachStretch(of elements: Int, bytes: Int, _ body: (Range<Int>) -> Void) {
        let blocks = (elements + Self.elementsInBlock - 1) / Self.elementsInBlock
        forEachPart(of: blocks, bytes: bytes) { part in
            body(
                part.lowerBound * Self.elementsInBlock..<min(part.upperBound * Self.elementsInBlock, elements)
            )
        }
    }

    /// Few enough for the first cache.
    static let elementsInBlock = 1_024

    /// Calls `body` once for each piece in `0..<pieces`, on up to `count` threads, and waits for all. Pieces are begun
    /// in order, each by the first thread that is free.
    package func forEach(_ pieces: Int, _ body: (Int) -> Void) {
        guard count > 1, pieces > 1 else {
            for piece in 0..<pieces { body(piece) }
            return
        }
        let set = InstructionSet.active
        let begun = Atomic(0)
        // Pieces write to different memory.
        nonisolated(unsafe) let body = body
        let work = {
            set.force {
                while true {
                    let piece = begun.add(1, ordering: .relaxed).oldValue
                    guard piece < pieces else { break }
                    body(piece)
                }
            }
        }
        let threads = min(count, pieces)
        if WorkerTeam.shared.run(helpers: threads - 1, work) { return }
        withoutActuallyEscaping(work) { work in
            nonisolated(unsafe) let work = work
            DispatchQueue.concurrentPerform(iterations: threads) { _ in work() }
        }
    }

    /// What `body` makes of each piece, with its share of the threads.
    package func map<Value>(_ pieces: Int, _ body: (_ piece: Int, _ workers: Workers) -> Value) -> [Value] {
        let each = Workers(count: max(1, count / max(1, pieces)))
        return Array(unsafeUninitializedCapacity: pieces) { values, made in
            // Each piece writes its own place.
            nonisolated(unsafe) let base = values.baseAddress
            forEach(pieces) { piece in
                if let base { (base + piece).initialize(to: body(piece, each)) }
            }
            made = pieces
        }
    }

    /// Calls `body` once for each piece in `0..<pieces` of each of `steps`, on up to `count` threads, and waits for all.
    /// No piece of a step begins before all of the step before are done.
    ///
    /// For steps of microseconds: threads wait for one another awake, and are called once for all steps. Each keeps to
    /// its own pieces, whose weights its cache then holds; those of a thread that is not there are done by the others.
    package func forEach(steps: Int, pieces: Int, _ body: (_ step: Int, _ piece: Int) -> Void) {
        let threads = min(count, pieces)
        guard threads > 1 else {
            for step in 0..<steps {
                for piece in 0..<pieces { body(step, piece) }
            }
            return
        }
        withUnsafeTemporaryAllocation(of: Atomic<Int>.self, capacity: pieces) { memory in
            for piece in 0..<pieces { memory.initializeElement(at: piece, to: Atomic(0)) }
            // How many steps of each piece were begun, and how many pieces of all steps are done.
            nonisolated(unsafe) let begun = memory
            let done = Atomic(0)
            Workers(count: threads).forEach(threads) { thread in
                var isAlone = false
                func attempt(_ step: Int, _ piece: Int) -> Bool {
                    guard
                        begun[piece].compareExchange(expected: step, desired: step + 1, ordering: .relaxed)
                            .exchanged
                    else { return false }
                    body(step, piece)
                    done.add(1, ordering: .releasing)
                    return true
                }
                for step in 0..<steps {
                    waitAwake { done.load(ordering: .acquiring) >= step * pieces }
                    for piece in stride(from: thread, to: pieces, by: threads) { _ = attempt(step, piece) }
                    let patience = isAlone ? 0 : Self.patience
                    if isReady(within: patience, { done.load(ordering: .acquiring) >= (step + 1) * pieces }) {
                        continue
                    }
                    isAlone = false
                    for piece in 0..<pieces where attempt(step, piece) { isAlone = true }
                }
            }
            memory.deinitialize()
        }
    }

    /// How often a thread looks whether the others came before it does their work: some microseconds.
    private static let patience = 300
}
