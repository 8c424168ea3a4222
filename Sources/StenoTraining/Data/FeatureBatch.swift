package import StenoTensor

/// Utterances of different lengths in one tensor.
package struct FeatureBatch: Sendable {
    /// `[B, T, F]`, zero beyond the end of each utterance.
    package let features: Tensor
    /// Frames of each utterance, `[B]`.
    package let lengths: [Int]

    /// - Parameter utterances: Features, `[T, F]` each.
    package init(_ utterances: [Tensor]) {
        lengths = utterances.map { $0.shape[0] }
        let longest = lengths.max() ?? 0
        let padded = utterances.map { features in
            let missing = longest - features.shape[0]
            let zeros = Tensor(repeating: 0, shape: [missing, features.shape[1]])
            return Tensor.concatenated([features, zeros]).reshaped(to: [1, longest, features.shape[1]])
        }
        features = .concatenated(padded)
    }
}
