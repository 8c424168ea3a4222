import Dispatch
import StenoKernels
import Synchronization
import Testing

@Suite("Workers")
struct WorkersTests {
    @Test("every piece is done once, whatever the number of threads", arguments: [1, 2, 3, 8])
    func once(threads: Int) {
        let counts = Mutex([Int](repeating: 0, count: 100))
        for _ in 0..<50 {
            Workers(count: threads).forEach(100) { piece in counts.withLock { $0[piece] += 1 } }
        }
        #expect(counts.withLock { $0 } == [Int](repeating: 50, count: 100))
    }

    @Test("pieces may share pieces of their own, and several callers may come at once")
    func nested() {
        let done = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            Workers(count: 2).forEach(8) { _ in
                Workers(count: 2).forEach(5) { _ in done.add(1, ordering: .relaxed) }
            }
        }
        #expect(done.load(ordering: .relaxed) == 160)
    }

    @Test("values come in the order of their pieces, each made with a share of the threads")
    func map() {
        let values = Workers(count: 4).map(2) { piece, workers in "\(piece) on \(workers.count)" }
        #expect(values == ["0 on 2", "1 on 2"])
        #expect(Workers.one.map(3) { piece, workers in piece + workers.count } == [1, 2, 3])
    }

    @Test("parts are shared only where there are bytes enough")
    func parts() {
        let parts = Mutex([Range<Int>]())
        Workers(count: 2).forEachPart(of: 7, bytes: 1_000) { part in parts.withLock { $0.append(part) } }
        #expect(parts.withLock { $0 } == [0..<7])
        Workers(count: 2).forEachPart(of: 7, bytes: 1_000_000) { part in parts.withLock { $0.append(part) } }
        #expect(Set(parts.withLock { $0 }.dropFirst()) == [0..<3, 3..<7])
    }

    @Test("no piece of a step begins before the step before is done", arguments: [1, 2, 3])
    func steps(threads: Int) {
        let done = Mutex([Int](repeating: 0, count: 2_000))
        let early = Atomic(0)
        Workers(count: threads).forEach(steps: 2_000, pieces: 2) { step, _ in
            done.withLock { done in
                if step > 0, done[step - 1] != 2 { early.add(1, ordering: .relaxed) }
                done[step] += 1
            }
        }
        #expect(early.load(ordering: .relaxed) == 0)
        #expect(done.withLock { $0 } == [Int](repeating: 2, count: 2_000))
    }
}
