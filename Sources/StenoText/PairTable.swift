/// Two labels side by side.
struct LabelPair: Hashable, Sendable {
    let left: Int
    let right: Int
}

/// What pairs of labels become: a hash table with open addressing, since encoding looks up every pair of every word
/// several times.
struct PairTable: Sendable {
    /// A pair's place in the order of training, and the piece it becomes.
    struct Join: Equatable, Sendable {
        let rank: Int
        let label: Int
    }

    /// A pair in one number, not zero, which marks an empty slot: no pair starts with the blank.
    private var keys: [UInt64]
    private var joins: [Join]
    private let shift: Int

    /// A table for that many pairs at most.
    init(capacity: Int) {
        let bits = max(4, Int.bitWidth - (2 * capacity).leadingZeroBitCount)
        keys = Array(repeating: 0, count: 1 << bits)
        joins = Array(repeating: Join(rank: 0, label: 0), count: 1 << bits)
        shift = UInt64.bitWidth - bits
    }

    subscript(pair: LabelPair) -> Join? {
        let slot = slot(of: pair)
        return keys[slot] == 0 ? nil : joins[slot]
    }

    /// Adds a pair, unless it is there.
    mutating func insert(_ join: Join, for pair: LabelPair) {
        let slot = slot(of: pair)
        guard keys[slot] == 0 else { return }
        keys[slot] = Self.key(of: pair)
        joins[slot] = join
    }

    private static func key(of pair: LabelPair) -> UInt64 {
        UInt64(pair.left) << 32 | UInt64(pair.right)
    }

    /// Where a pair is, or the empty slot where it would be. Multiplicative hashing: Knuth, volume 3, section 6.4.
    private func slot(of pair: LabelPair) -> Int {
        let key = Self.key(of: pair)
        var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(shift))
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }
}
