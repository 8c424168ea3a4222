import StenoTranscript

/// Gives numbers to voices nobody has named, so that a number means one person for ever.
struct SpeakerNumbers {
    /// The highest number that is given.
    private(set) var last: Int
    /// The same before any was given here.
    private let taken: Int

    /// - Parameters:
    ///   - taken: The highest number that was ever given in the store.
    ///   - shown: Labels that somebody has seen already and that mean others than the numbers to come.
    init(after taken: Int, shown: [SpeakerID] = []) {
        self.taken = taken
        last = max(taken, shown.compactMap(\.number).max() ?? 0)
    }

    /// The next number that nobody has.
    mutating func next() -> SpeakerID {
        last += 1
        return .numbered(last)
    }

    /// A label that was shown, where it is free, else the next number.
    mutating func keeping(_ label: SpeakerID) -> SpeakerID {
        if let number = label.number, number > taken { label } else { next() }
    }
}
