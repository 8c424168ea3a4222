import StenoTranscript

/// What voices are called: by the name they were enrolled under, else by a number in the order they were met.
struct VoiceNames: Sendable {
    private var numbers: [Int: Int] = [:]

    mutating func name(of index: Int, in voices: [Voice]) -> SpeakerID {
        if case .enrolled(let name) = voices[index].origin { return SpeakerID(name) }
        let number = numbers[index] ?? numbers.count + 1
        numbers[index] = number
        return SpeakerID("Speaker \(number)")
    }
}
