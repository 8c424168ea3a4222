import Dispatch
import Synchronization

/// Work on many things at once, on as many threads as the user said.
struct ParallelWork {
    let threads: Int

    /// The results in the order of the elements.
    func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element], _ work: @Sendable (Element) -> Result
    ) -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: elements.count))
        share(elements.count) { index in
            let result = work(elements[index])
            results.withLock { $0[index] = result }
            return true
        }
        return results.withLock { $0.compactMap(\.self) }
    }

    /// Hands on each result as soon as it and all before it are there: `deliver` is called for one element at a time, in
    /// their order.
    ///
    /// - Throws: What `deliver` throws. Elements that are not begun are left then.
    func forEach<Element: Sendable, Result: Sendable>(
        _ elements: [Element], _ work: @Sendable (Element) -> Result,
        inOrder deliver: @Sendable (Element, Result) throws -> Void
    ) throws {
        let delivery = Mutex(Delivery<Result>())
        share(elements.count) { index in
            let result = work(elements[index])
            return delivery.withLock { delivery in
                delivery.waiting[index] = result
                while delivery.failure == nil,
                    let result = delivery.waiting.removeValue(forKey: delivery.next)
                {
                    do { try deliver(elements[delivery.next], result) } catch { delivery.failure = error }
                    delivery.next += 1
                }
                return delivery.failure == nil
            }
        }
        if let failure = delivery.withLock({ $0.failure }) { throw failure }
    }

    /// Calls `body` with every index, each begun by the first thread that is free, until one returns false.
    private func share(_ count: Int, _ body: @Sendable (Int) -> Bool) {
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                if !body(index) { next.store(count, ordering: .relaxed) }
            }
        }
    }
}

/// Results that wait for those before them.
private struct Delivery<Result> {
    var waiting: [Int: Result] = [:]
    /// The element whose result is delivered next.
    var next = 0
    var failure: (any Error)?
}
