/// Reads numbers out of the bytes of a header; nil past the end.
struct ByteCursor {
    let bytes: [UInt8]
    var offset = 0

    var remaining: Int { max(bytes.count - offset, 0) }

    mutating func text(_ count: Int) -> String? {
        guard remaining >= count else { return nil }
        defer { offset += count }
        return String(decoding: bytes[offset..<(offset + count)], as: UTF8.self)
    }

    mutating func little<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        take(Number.self).map { Number(littleEndian: $0) }
    }

    mutating func big<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        take(Number.self).map { Number(bigEndian: $0) }
    }

    private mutating func take<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        let count = MemoryLayout<Number>.size
        guard remaining >= count else { return nil }
        defer { offset += count }
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
    }
}
