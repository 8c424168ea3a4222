import StenoTranscript

extension SpeakerID {
    /// The label of a voice nobody has named: `Speaker 1` and so on.
    static func numbered(_ number: Int) -> SpeakerID {
        SpeakerID("Speaker \(number)")
    }

    /// The number in a label that nobody has chosen; `nil` for a name.
    var number: Int? {
        rawValue.wholeMatch(of: /Speaker ([1-9][0-9]{0,8})/).flatMap { Int($0.output.1) }
    }
}
