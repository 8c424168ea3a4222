/// How many samples a second of audio has in each channel.
public struct SampleRate: Hashable, Sendable, Codable {
    /// Samples per second.
    public let hertz: Int

    /// A rate in samples per second; must be positive.
    public init(hertz: Int) {
        precondition(hertz > 0, "a sample rate is positive, not \(hertz)")
        self.hertz = hertz
    }

    /// 16 kHz, the rate speech models work at.
    public static let speech = SampleRate(hertz: 16_000)

    /// 8 kHz, the rate of telephone calls.
    public static let telephone = SampleRate(hertz: 8_000)

    /// How long so many samples last.
    public func duration(of samples: Int) -> Duration {
        let (seconds, rest) = samples.quotientAndRemainder(dividingBy: hertz)
        return .seconds(seconds) + .nanoseconds(Int((Double(rest) * 1e9 / Double(hertz)).rounded()))
    }

    /// The number of samples in a duration, rounded to the nearest.
    public func samples(in duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * hertz + Int((Double(attoseconds) * 1e-18 * Double(hertz)).rounded())
    }

    /// Written as the plain number of hertz.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hertz)
    }

    /// Reads the plain number of hertz.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        hertz = try container.decode(Int.self)
        guard hertz > 0 else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a sample rate is positive, not \(hertz)")
        }
    }
}

extension SampleRate: CustomStringConvertible {
    /// As in "16000 Hz".
    public var description: String { "\(hertz) Hz" }
}

extension Duration {
    /// The duration as seconds with one decimal, as in "12.4 s".
    var shortDescription: String {
        let (seconds, attoseconds) = components
        let tenths = Int(seconds) * 10 + Int((Double(attoseconds) * 1e-17).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
