/// Some measured values, summed up.
package struct Distribution: Hashable, Sendable {
    /// From the least to the greatest.
    package let values: [Double]

    package init(_ values: some Sequence<Double>) {
        self.values = values.sorted()
    }

    package var count: Int { values.count }

    /// `nil` without values, as all figures here.
    package var mean: Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    package var median: Double? { quantile(0.5) }

    /// The value below which a share of the values lies, between two values by linear interpolation (type 7 of
    /// Hyndman and Fan 1996; what NumPy's `quantile` does).
    package func quantile(_ share: Double) -> Double? {
        guard let last = values.last else { return nil }
        let place = share * Double(values.count - 1)
        let below = Int(place)
        guard below + 1 < values.count else { return last }
        let fraction = place - Double(below)
        return fraction == 0 ? values[below] : values[below] * (1 - fraction) + values[below + 1] * fraction
    }
}
