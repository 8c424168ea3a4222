import ArgumentParser
import Steno

/// How what was recognized is written down.
struct WritingOptions: ParsableArguments {
    /// The ways to write numbers.
    enum Numbers: String, CaseIterable, ExpressibleByArgument {
        case words
        case digits
    }

    @Option(
        help: ArgumentHelp(
            "English numbers as they are spoken (words), or as 21, 1984, 3.5 and 21st (digits).",
            discussion: "A stream's partial results stay in words: \"twenty\" may still become 21."))
    var numbers: Numbers = .words

    func written(_ transcript: Transcript) -> Transcript {
        numbers == .digits ? transcript.withNumbersInDigits : transcript
    }

    func written(_ events: [StreamEvent]) -> [StreamEvent] {
        numbers == .digits ? events.map(\.withNumbersInDigits) : events
    }
}
