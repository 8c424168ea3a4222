extension Duration {
    /// The duration in seconds, to the precision of a `Double`.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// The duration rounded to whole milliseconds, the precision of every result format.
    package var inMilliseconds: Int64 {
        let (whole, fraction) = components
        return whole * 1000 + (fraction + (fraction < 0 ? -1 : 1) * 500_000_000_000_000)
            / 1_000_000_000_000_000
    }
}
