/// Floats on a 64-byte boundary, from `StoragePool` and given back with their owner.
///
/// `@unchecked Sendable`: an owner that is shared writes them in its `init` alone.
final class AlignedMemory: @unchecked Sendable {
    private let block: StoragePool.Block

    init(floats: Int) {
        block = StoragePool.shared.take(floats: floats)
    }

    var base: UnsafeMutablePointer<Float> { block.base }

    /// The same memory as bytes, and as 32-bit integers.
    var bytes: UnsafeMutablePointer<Int8> { UnsafeMutableRawPointer(base).assumingMemoryBound(to: Int8.self) }
    var integers: UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(base).assumingMemoryBound(to: Int32.self)
    }

    deinit {
        StoragePool.shared.giveBack(block)
    }
}
