import StenoKernels

/// The memory behind tensors: single-precision floats, aligned to 64 bytes so that vector kernels never straddle a
/// cache line. Comes from `StoragePool` and goes back to it with the last tensor that looks at it.
///
/// `@unchecked Sendable`: the elements are written only while one tensor owns the storage alone (its initialiser, or
/// a mutation that found the reference unique).
package final class TensorStorage: @unchecked Sendable {
    package let base: UnsafeMutablePointer<Float>
    package let capacity: Int
    private let block: StoragePool.Block

    package init(capacity: Int) {
        block = StoragePool.shared.take(floats: capacity)
        base = block.base
        self.capacity = capacity
    }

    deinit {
        StoragePool.shared.giveBack(block)
    }
}
