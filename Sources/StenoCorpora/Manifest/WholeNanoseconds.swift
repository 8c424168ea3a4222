import StenoTranscript

// Times in manifests and lists are decimal fractions of a second. As nanoseconds they are whole, so that equal
// times are equal, and a nanosecond is shorter than any sample.
extension Duration {
    /// The nearest whole number of nanoseconds to so many seconds, which may be anything a file can hold: what lies
    /// beyond thirty years counts as thirty years, and what is not a number as zero.
    static func nearest(seconds: Double) -> Duration {
        let bounded = seconds.isNaN ? 0 : max(-1e9, min(1e9, seconds))
        return .nanoseconds(Int64((bounded * 1e9).rounded()))
    }

    /// Seconds as a manifest writes them: `0.6434`, not `0.6434000000000001`.
    var secondsOfWholeNanoseconds: Double {
        (inSeconds * 1e9).rounded() / 1e9
    }
}
