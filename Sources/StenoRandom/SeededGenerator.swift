/// A small random number generator whose sequence follows from its seed alone, on every machine
/// (SplitMix64; Steele, Lea and Flood 2014). Its state is one number, so a checkpoint can keep it.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Codable, Sendable {
    private var state: UInt64

    /// A generator whose whole sequence is fixed by `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A generator of its own for one piece of work, so that pieces done in any order draw the same numbers.
    public func fork(_ index: Int) -> SeededGenerator {
        SeededGenerator(seed: Self.mix(state ^ Self.mix(UInt64(bitPattern: Int64(index)))))
    }

    /// Spreads every bit of `value` over all 64.
    package static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
