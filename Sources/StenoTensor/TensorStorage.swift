/// The memory behind tensors: single-precision floats, aligned to 64 bytes so that vector kernels never straddle a
/// cache line, freed with the last tensor that looks at it.
///
/// `@unchecked Sendable`: the elements are written only while one tensor owns the storage alone (its initialiser or a
/// `mutate` call that found the reference unique) or by an optimiser between steps, when no worker runs.
package final class TensorStorage: @unchecked Sendable {
    package let base: UnsafeMutablePointer<Float>
    package let capacity: Int

    package init(capacity: Int) {
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: max(capacity, 1) * MemoryLayout<Float>.stride, alignment: 64)
        base = raw.bindMemory(to: Float.self, capacity: max(capacity, 1))
        self.capacity = capacity
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }
}
