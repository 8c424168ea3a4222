extension String {
    /// A number that looks random but depends on the text and the seed only, on every machine: FNV-1a over the UTF-8
    /// bytes, then one step of SplitMix64, because the last bytes hardly reach FNV's high bits.
    package func hashed(seed: UInt64) -> UInt64 {
        let hash = utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var random = SeededGenerator(seed: hash)
        return random.next()
    }
}
