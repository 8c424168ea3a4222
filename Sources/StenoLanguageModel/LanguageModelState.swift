extension LanguageModel {
    /// What a model remembers of the words before: a small value.
    package struct State: Sendable {
        /// The longest context that fits.
        package static let capacity = 7

        /// The words, the nearest first.
        package private(set) var words = InlineArray<7, UInt32>(repeating: 0)
        /// The back-off weight of the nearest word, of the nearest two and so on.
        package private(set) var backoffs = InlineArray<7, Float>(repeating: 0)
        package private(set) var count = 0

        /// No words.
        package init() {}

        @inline(__always)
        mutating func push(_ word: UInt32, backoff: Float, limit: Int) {
            guard count < limit else { return }
            words[count] = word
            backoffs[count] = backoff
            count += 1
        }
    }
}
