import CKernels
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

    /// Into how many pieces to cut a product that reads so many bytes of weights: waking a thread for less than half a
    /// megabyte costs more than it saves.
    func pieces(of parts: Int, bytes: Int) -> Int {
        max(1, min(count, parts, bytes >> 19))
    }

    /// Calls `body` once for each piece in `0..<pieces`, on up to `count` threads, and waits for all. Pieces are begun
    /// in order, each by the first thread that is free.
    package func forEach(_ pieces: Int, _ body: (Int) -> Void) {
        guard count > 1, pieces > 1 else {
            for piece in 0..<pieces { body(piece) }
            return
        }
        let set = InstructionSet.active
        let begun = Atomic(0)
        withoutActuallyEscaping(body) { body in
            // Sent to other threads for the length of this call only; the pieces write to different memory.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
                set.force {
                    while true {
                        let piece = begun.add(1, ordering: .relaxed).oldValue
                        guard piece < pieces else { break }
                        body(piece)
                    }
                }
            }
        }
    }
}
