/// Floats on a 64-byte boundary, freed with their owner.
///
/// `@unchecked Sendable`: an owner that is shared writes them in its `init` alone.
final class AlignedMemory: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>

    init(floats: Int) {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: max(floats, 1) * 4, alignment: 64)
        base = raw.bindMemory(to: Float.self, capacity: max(floats, 1))
    }

    /// The same memory as bytes, and as 32-bit integers.
    var bytes: UnsafeMutablePointer<Int8> { UnsafeMutableRawPointer(base).assumingMemoryBound(to: Int8.self) }
    var integers: UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(base).assumingMemoryBound(to: Int32.self)
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }
}
