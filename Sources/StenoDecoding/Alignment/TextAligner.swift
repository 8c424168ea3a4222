public import StenoTensor
public import StenoText
public import StenoTranscript

/// Finds when the words of a known text are spoken, in recordings of any length.
public struct TextAligner: Sendable {
    private let tokenizer: Tokenizer
    private let builder: WordBuilder

    /// An aligner for one model.
    ///
    /// - Parameters:
    ///   - tokenizer: What the model's labels spell.
    ///   - timing: When its frames are spoken.
    ///   - timeCorrection: How the times of words differ from the model's peaks.
    public init(tokenizer: Tokenizer, timing: FrameTiming, timeCorrection: WordTimeCorrection = .none) {
        self.tokenizer = tokenizer
        builder = WordBuilder(
            labels: LabelTable(tokenizer), lexicon: [], timing: timing, correction: timeCorrection,
            calibration: nil)
    }

    /// The words of a text with the times at which they are spoken; a word's confidence is the geometric mean of its
    /// labels' probabilities, low where the text is not what was said.
    ///
    /// - Parameters:
    ///   - text: What was said, as the model writes it.
    ///   - emissions: Natural-log probabilities, `[T', V]`.
    /// - Throws: `AlignmentError`.
    public func align(_ text: String, to emissions: Tensor) throws(AlignmentError) -> [Word] {
        let labels: [Int]
        do {
            labels = try tokenizer.encode(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        } catch {
            throw .unspeakable(reason: "\(error)")
        }
        let values = emissions.array
        let path = ForcedPath(labels: labels, emissions: values, vocabularySize: builder.labels.count)
        guard let path else {
            throw .tooShort(frames: emissions.shape[0], labels: labels.count)
        }
        return builder.words(of: labels, at: path.frames, in: values)
    }
}

/// Why a text cannot be aligned.
public enum AlignmentError: Error, Hashable, Sendable {
    /// The model has no symbols for the text.
    case unspeakable(reason: String)
    /// The recording has fewer frames than the text needs.
    case tooShort(frames: Int, labels: Int)
}

extension AlignmentError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unspeakable(let reason): "the text cannot be written with the model's symbols: \(reason)"
        case .tooShort(let frames, let labels):
            "\(labels) labels cannot be spoken in \(frames) frames; is this the recording's text?"
        }
    }
}
