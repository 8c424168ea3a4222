import StenoTranscript

/// What voices are called: by the name they were enrolled under, else by a number in the order they were met.
struct VoiceNames: Sendable {
    private var numbers: [Int: Int] = [:]
    private let first: Int

    /// - Parameters:
    ///   - number: The number of the first voice met, unless somebody enrolled has it or one after it.
    ///   - enrolled: The voices that have names.
    init(from number: Int = 1, after enrolled: [EnrolledVoice]) {
        let taken = enrolled.compactMap { SpeakerID($0.name).number }.max() ?? 0
        first = max(number, taken + 1)
    }

    mutating func name(of index: Int, in voices: [Voice]) -> SpeakerID {
        if let name = voices[index].origin.name { return SpeakerID(name) }
        let number = numbers[index] ?? first + numbers.count
        numbers[index] = number
        return .numbered(number)
    }
}
