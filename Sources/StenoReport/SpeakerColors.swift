/// A color for each speaker, as different from each other as may be.
struct SpeakerColors {
    /// The speakers, each once, in the order in which they came.
    let names: [String]

    init(_ speakers: [String]) {
        names = speakers.reduce(into: []) { seen, name in
            if !seen.contains(name) { seen.append(name) }
        }
    }

    func color(of speaker: String) -> String {
        // Steps of the golden angle never come near each other soon.
        "hsl(\((names.firstIndex(of: speaker) ?? 0) * 137 % 360), 55%, 42%)"
    }
}
