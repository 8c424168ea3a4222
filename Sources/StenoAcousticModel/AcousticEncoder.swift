package import StenoNN
package import StenoTensor

/// Turns features into frames that the output layer reads symbols from.
package protocol AcousticEncoder: Module {
    /// D, the width of an output frame.
    var width: Int { get }
    /// Feature frames for one output frame.
    var subsampling: Int { get }
    /// How far an output frame sees beyond its own feature frames, in feature frames; nil: to the utterance's end.
    var lookAhead: Int? { get }

    /// Output frames of an utterance of so many feature frames.
    func outputLength(_ frames: Int) -> Int

    /// Encodes whole utterances. On a tape it trains: dropout and its like are at work.
    ///
    /// - Parameters:
    ///   - features: Normalized features, `[B, T, F]`.
    ///   - lengths: Feature frames of each utterance, `[B]`.
    func encode(_ features: Tensor, lengths: [Int]) -> Encoding

    /// A stream that gives what `encode` gives; nil when the encoder needs the whole utterance.
    func makeStream() -> (any AcousticEncoderStream)?
}

/// What an encoder makes of a batch.
package struct Encoding: Sendable {
    /// `[B, T', D]`
    package var frames: Tensor
    /// Frames of each utterance, `[B]`.
    package var lengths: [Int]
    /// The frames after the middle layer, `[B, T', D']`, for a second loss in training.
    package var middle: Tensor?

    package init(frames: Tensor, lengths: [Int], middle: Tensor? = nil) {
        self.frames = frames
        self.lengths = lengths
        self.middle = middle
    }
}

/// An encoder following one stream, with what it remembers of it. A value: a copy goes its own way.
package protocol AcousticEncoderStream: Sendable {
    /// Takes the next feature frames and gives the output frames that they complete.
    ///
    /// - Parameter features: Normalized features, `[t, F]`; any number of frames.
    /// - Returns: `[t', D]`, `t'` may be 0.
    mutating func accept(_ features: Tensor) -> Tensor

    /// Gives the output frames that were waiting for the future.
    mutating func finish() -> Tensor
}
