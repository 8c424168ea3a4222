/// Replaces values by the nearest of a few, each the mean of equally many of them (Federico & Bertoldi 2006).
///
/// The first of the few is exactly zero: most back-off weights are.
struct Quantizer: Sendable {
    /// The values that are left, ascending behind the zero.
    let centers: [Float]

    init(_ values: [Float], bits: Int) {
        let sorted = values.lazy.filter { $0 != 0 }.sorted()
        let bins = min((1 << bits) - 1, sorted.count)
        centers =
            [0]
            + (0..<bins).map { bin in
                let range = (bin * sorted.count / bins)..<((bin + 1) * sorted.count / bins)
                let sum = sorted[range].reduce(0.0) { $0 + Double($1) }
                return Float(sum / Double(range.count))
            }
    }

    /// The number of the value nearest to one.
    func code(of value: Float) -> UInt64 {
        if value == 0 || centers.count == 1 { return 0 }
        var (low, high) = (1, centers.count)
        while low < high {
            let middle = (low + high) / 2
            if centers[middle] < value { low = middle + 1 } else { high = middle }
        }
        if low == centers.count || (low > 1 && value - centers[low - 1] < centers[low] - value) { low -= 1 }
        return UInt64(low)
    }
}
