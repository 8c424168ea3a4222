import Foundation

/// Tells speech from pauses by level alone: how far a frame lies above the noise floor of the last seconds.
///
/// It needs no model and works on any channel, but it takes every loud sound for speech.
public struct EnergyVoiceActivity: Sendable {
    /// What the decision depends on.
    public struct Options: Hashable, Codable, Sendable {
        /// Decibels above the floor at which speech and pause are equally likely.
        public var margin: Float = 10
        /// Decibels by which the odds grow by a factor of e.
        public var slope: Float = 2
        /// Seconds the noise floor looks back.
        public var memory: Double = 4

        /// Ten decibels above the quietest of the last four seconds.
        public init() {}
    }

    private let options: Options
    private var levels = FrameLevels()
    private var floor: NoiseFloor

    /// A detector at the start of a stream.
    public init(options: Options = Options()) {
        self.options = options
        floor = NoiseFloor(seconds: options.memory, assumed: -65, quietest: -72)
    }

    /// Takes the next samples of a stream.
    ///
    /// - Parameter samples: Samples at 16 kHz, full scale ±1, of any number.
    /// - Returns: The probability of speech for every 10 ms that is complete now; frame *n* begins at *n* · 10 ms.
    public mutating func accept(_ samples: [Float]) -> [Float] {
        probabilities(of: levels.accept(samples))
    }

    /// The same from the levels of frames (`FrameLevels`).
    mutating func probabilities(of levels: [Float]) -> [Float] {
        levels.map { level in
            let above = level - floor.update(level)
            return 1 / (1 + exp((options.margin - above) / options.slope))
        }
    }
}
