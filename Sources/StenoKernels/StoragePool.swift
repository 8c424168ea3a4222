import Synchronization

/// Keeps the memory of dead tensors, and what kernels work in, for the next ones, so that a training step after the
/// first asks the system for next to nothing: fresh pages cost about 0.25 ms a MiB to be zeroed and mapped, more than
/// most operations take.
///
/// Blocks come in sizes of four steps an octave, and a request is met by a block of its size or up to twice that. The
/// pool never holds more than a quarter above the largest amount that was ever in use at once: when a request finds no
/// block, idle ones are freed until a new one fits under that mark.
///
/// One pool serves the process, as `malloc` does; taking and giving back cost a lock and a dictionary look-up.
package final class StoragePool: Sendable {
    package static let shared = StoragePool()

    /// Aligned memory for `1 << …` floats or a quarter step between.
    package struct Block: @unchecked Sendable {
        fileprivate(set) package var base: UnsafeMutablePointer<Float>
        fileprivate(set) package var floats: Int
    }

    /// What the pool holds, in floats.
    package struct Usage: Equatable, Sendable {
        /// Floats in use.
        package var live = 0
        /// Floats waiting for use.
        package var idle = 0
        /// The largest `live` so far.
        package var peak = 0
        /// How often the system was asked for memory.
        package var allocations = 0
    }

    private struct State {
        var usage = Usage()
        var idle: [Int: [Block]] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// What the pool holds now.
    package var usage: Usage {
        state.withLock { $0.usage }
    }

    /// A block of at least `floats` elements with undefined contents.
    package func take(floats: Int) -> Block {
        let size = Self.blockSize(for: floats)
        return state.withLock { state in
            if let block = Self.popIdle(from: &state, size: size) { return block }
            state.usage.live += size
            state.usage.peak = max(state.usage.peak, state.usage.live)
            Self.free(from: &state, until: state.usage.peak + state.usage.peak / 4 - state.usage.live)
            state.usage.allocations += 1
            return Self.allocate(size)
        }
    }

    /// Takes a block back; it may be handed out again at once.
    package func giveBack(_ block: Block) {
        state.withLock { state in
            state.usage.live -= block.floats
            state.usage.idle += block.floats
            state.idle[block.floats, default: []].append(block)
        }
    }

    /// Frees every idle block, for instance after training, and forgets the peak.
    package func releaseIdle() {
        state.withLock { state in
            Self.free(from: &state, until: 0)
            state.usage.peak = state.usage.live
        }
    }

    /// The smallest of the pool's block sizes that holds `floats`: `(4…7) << n`, never below 16 floats (a cache line).
    static func blockSize(for floats: Int) -> Int {
        guard floats > 16 else { return 16 }
        let octave = Int.bitWidth - 1 - (floats - 1).leadingZeroBitCount
        let step = 1 << (octave - 2)
        return (floats + step - 1) / step * step
    }

    /// An idle block of the size, or one up to twice as large.
    private static func popIdle(from state: inout State, size: Int) -> Block? {
        var candidate = size
        while candidate <= 2 * size {
            if let block = state.idle[candidate]?.popLast() {
                state.usage.idle -= candidate
                state.usage.live += candidate
                state.usage.peak = max(state.usage.peak, state.usage.live)
                return block
            }
            candidate = blockSize(for: candidate + 1)
        }
        return nil
    }

    private static func allocate(_ floats: Int) -> Block {
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: floats * MemoryLayout<Float>.stride, alignment: 64)
        return Block(base: raw.bindMemory(to: Float.self, capacity: floats), floats: floats)
    }

    /// Frees idle blocks, the largest sizes first, until at most `limit` floats are idle.
    private static func free(from state: inout State, until limit: Int) {
        guard state.usage.idle > limit else { return }
        for size in state.idle.keys.sorted(by: >) {
            while state.usage.idle > limit, let block = state.idle[size]?.popLast() {
                UnsafeMutableRawPointer(block.base).deallocate()
                state.usage.idle -= size
            }
        }
    }
}
