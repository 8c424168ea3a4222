/// Turns the probability of speech in each frame into stretches of speech that do not flicker.
///
/// Hysteresis: a stretch opens when `onset` is exceeded and lasts while `offset` is; pauses shorter than `hangover`
/// stay inside, and what is shorter than `minimum` is a click. Everything counts frames, so cutting the stream into
/// other chunks changes nothing.
public struct SpeechGate: Sendable {
    /// When to open and when to close.
    public struct Options: Hashable, Codable, Sendable {
        /// The probability that opens a stretch.
        public var onset: Float = 0.6
        /// The probability down to which a stretch lasts.
        public var offset: Float = 0.3
        /// Frames of speech that make a stretch.
        public var minimum = 6
        /// Frames of pause that end a stretch.
        public var hangover = 20
        /// Frames a stretch is widened by on each side, at most half of `hangover`: soft beginnings and ends of
        /// words lie below the threshold.
        public var padding = 3

        /// Pauses of 0.2 s end a stretch.
        public init() {}

        /// For the probabilities of a trained detector, which knows the soft ends of words.
        static let trained = {
            var options = Options()
            (options.onset, options.offset) = (0.35, 0.2)
            (options.minimum, options.padding) = (8, 0)
            return options
        }()
    }

    private let options: Options
    /// The number of frames seen.
    public private(set) var frameCount = 0
    private var open: Stretch?
    private var lastEnd = 0

    private struct Stretch {
        var start: Int
        /// One past the last frame above `offset`.
        var end: Int
        var speechFrames: Int
    }

    /// A gate at the start of a stream.
    public init(options: Options = Options()) {
        precondition(2 * options.padding <= options.hangover, "two stretches would overlap by their padding")
        self.options = options
    }

    /// Whether the frame seen last belongs to a stretch long enough to count.
    public var isSpeaking: Bool {
        open.map { $0.speechFrames >= options.minimum } ?? false
    }

    /// Frames since somebody last spoke; all frames if nobody has.
    public var silentFrames: Int {
        frameCount - (isSpeaking ? open?.end ?? lastEnd : lastEnd)
    }

    /// The open stretch as far as it is known, padding included; it only grows.
    public var openStretch: Range<Int>? {
        guard isSpeaking, let open else { return nil }
        return max(lastEnd, open.start - options.padding)..<open.end
    }

    /// Takes the probability of speech in the next frames.
    ///
    /// - Returns: The stretches that these frames close, in frames from the start of the stream.
    public mutating func accept(_ probabilities: [Float]) -> [Range<Int>] {
        probabilities.compactMap { accept($0) }
    }

    /// Takes the probability of speech in the next frame.
    ///
    /// - Returns: The stretch that it closes.
    mutating func accept(_ probability: Float) -> Range<Int>? {
        defer { frameCount += 1 }
        guard var stretch = open else {
            if probability > options.onset {
                open = Stretch(start: frameCount, end: frameCount + 1, speechFrames: 1)
            }
            return nil
        }
        if probability > options.offset {
            stretch.end = frameCount + 1
            stretch.speechFrames += 1
            open = stretch
            return nil
        }
        return frameCount - stretch.end + 1 >= options.hangover ? close() : nil
    }

    /// Ends the stream.
    ///
    /// - Returns: The stretch that was open.
    public mutating func finish() -> Range<Int>? {
        close()
    }

    private mutating func close() -> Range<Int>? {
        defer { open = nil }
        guard let stretch = open, stretch.speechFrames >= options.minimum else { return nil }
        let start = max(lastEnd, stretch.start - options.padding)
        lastEnd = min(frameCount, stretch.end + options.padding)
        return start..<lastEnd
    }
}
