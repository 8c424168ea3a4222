import Foundation
import StenoTranscript

/// Writes the events of a stream as they happen.
struct EventWriter {
    let format: Stream.Format
    private let isTerminal = isatty(FileHandle.standardOutput.fileDescriptor) != 0

    init(format: Stream.Format) {
        self.format = format
    }

    func write(_ events: [StreamEvent]) throws {
        for event in events {
            switch format {
            case .jsonl: try Results.write(event.jsonLine + "\n")
            case .text: try writeText(event)
            }
        }
    }

    private func writeText(_ event: StreamEvent) throws {
        switch event {
        case .partial(let partial, _):
            if isTerminal { try Results.write(Self.clearLine + line(partial.text, partial.speaker)) }
        case .final(let segment, _):
            let start = isTerminal ? Self.clearLine : ""
            try Results.write(start + line(segment.text, segment.speaker) + "\n")
        case .end:
            if isTerminal { try Results.write(Self.clearLine) }
        }
    }

    private func line(_ text: String, _ speaker: SpeakerID?) -> String {
        speaker.map { "\($0): \(text)" } ?? text
    }

    /// Back to the start of the line, and nothing left of what stood there (ECMA-48, CR and EL).
    private static let clearLine = "\r\u{1B}[K"
}
