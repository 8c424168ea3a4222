/// Floats on a 64-byte boundary, freed with their owner.
final class AlignedMemory {
    let base: UnsafeMutablePointer<Float>

    init(floats: Int) {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: max(floats, 1) * 4, alignment: 64)
        base = raw.bindMemory(to: Float.self, capacity: max(floats, 1))
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }
}
