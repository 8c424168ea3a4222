/// How a decoder searches and reports.
public struct DecoderOptions: Hashable, Sendable {
    /// A way to find the words.
    public enum Search: Hashable, Sendable {
        /// The likeliest label of every frame.
        case greedy
        /// The likeliest label sequence.
        case beam(BeamOptions)
    }

    /// How words are searched for.
    public var search: Search
    /// When segments are closed.
    public var endpoints: EndpointRules
    /// How long a word must have been over before a partial result shows it: less makes results earlier, more makes
    /// them steadier.
    public var showAfter: Duration
    /// How long a word must have been over before it is settled for good; `nil` waits for the end of the segment or
    /// until all hypotheses agree.
    public var settleAfter: Duration?
    /// How the times of words differ from the model's peaks.
    public var timeCorrection: WordTimeCorrection
    /// How the confidence of words is made; `nil` leaves the raw product of posterior and label probability.
    public var calibration: ConfidenceCalibration?
    /// By how much, in natural logarithms a frame, a segment's labels may sound worse than the likeliest ones before
    /// the segment is rejected: for grammars and lexicons, which hear something they know in everything. `nil`
    /// rejects nothing. 0.5 lets pass what is heard with some doubt.
    public var rejectAbove: Double?
    /// How many hypotheses to report with every segment.
    public var alternatives: Int

    /// Options for decoding.
    public init(
        search: Search = .beam(BeamOptions()), endpoints: EndpointRules = EndpointRules(),
        showAfter: Duration = .milliseconds(160), settleAfter: Duration? = .milliseconds(340),
        timeCorrection: WordTimeCorrection = .none, calibration: ConfidenceCalibration? = nil,
        rejectAbove: Double? = nil, alternatives: Int = 0
    ) {
        self.search = search
        self.endpoints = endpoints
        self.showAfter = showAfter
        self.settleAfter = settleAfter
        self.timeCorrection = timeCorrection
        self.calibration = calibration
        self.rejectAbove = rejectAbove
        self.alternatives = alternatives
    }
}
