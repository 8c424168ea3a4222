import Foundation
import Steno

// Prints what is said in an audio file and when: `swift run Embedding MODEL AUDIO`.
let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    print("usage: Embedding MODEL-FOLDER AUDIO-FILE")
    exit(64)
}

do {
    let recognizer = try Recognizer(model: URL(filePath: arguments[1]))
    var reader = try AudioReader(at: URL(filePath: arguments[2]), sampleRate: recognizer.sampleRate)
    var session = try recognizer.makeSession()

    func show(_ events: [StreamEvent]) {
        for case .final(let segment, _) in events {
            print(segment.time, segment.speaker?.rawValue ?? "-", segment.text)
        }
    }

    while let samples = try reader.next() { show(session.accept(samples)) }
    show(session.finish())
} catch {
    print("\(error)")
    exit(1)
}
