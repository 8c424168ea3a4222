/// Numbers of a few bits each, written one after another, the lowest bit first.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var pendingBits = 0

    mutating func write(_ value: UInt64, bits: Int) {
        precondition(bits <= 32 && value >> UInt64(bits) == 0, "\(value) does not fit \(bits) bits")
        pending |= value << UInt64(pendingBits)
        pendingBits += bits
        while pendingBits >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingBits -= 8
        }
    }

    /// Fills up the last byte.
    mutating func finish() -> [UInt8] {
        if pendingBits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
        (pending, pendingBits) = (0, 0)
        return bytes
    }
}

/// How many bits it takes to write numbers up to `largest`.
func bitWidth(upTo largest: Int) -> Int {
    max(1, Int.bitWidth - largest.leadingZeroBitCount)
}
